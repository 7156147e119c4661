/** The centre's own fields of customers, each edited in place by its kind. */
import { ExternalLink } from 'lucide';
import { t } from '../l10n';
import { may } from '../state/centre';
import { change, edit } from '../state/customers';
import { customFields } from '../state/lists';
import { MASK } from '../state/profile';
import { Icon } from '../views/Icon';
import type { Customer, CustomField, FieldValue } from '../wire';
import { Choose } from './Choose';
import { EditText } from './EditText';
import { isShown } from './empties';
import { fieldsOf } from './kinds';
import { Reveal } from './Reveal';

export function Fields({ customer }: { customer: Customer }) {
  const all = fieldsOf(customFields.value, customer.fields);
  const fields = all.filter(({ key, required }) => required || isShown(customer.fields[key]));
  if (fields.length === 0) return null;
  return (
    <section>
      <h3>{t('details')}</h3>
      <dl class="facts">
        {fields.map((field) => (
          <div key={field.key}>
            <dt>
              {field.name}
              {field.required && (
                <span class="required" title={t('required')}>
                  <span aria-hidden="true"> *</span>
                  <span class="unseen"> ({t('required')})</span>
                </span>
              )}
            </dt>
            <dd>
              <Value customer={customer} field={field} value={customer.fields[field.key]} />
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

interface ValueProps {
  customer: Customer;
  field: CustomField;
  value: FieldValue | undefined;
}

function Value({ customer, field, value }: ValueProps) {
  const { kind, name, required } = field;
  const path = `fields.${field.key}`;
  const mayChange = may('customers.write');
  const empty = t(required ? 'value-missing' : 'no-value');
  if (kind === 'choice' || kind === 'multi-choice') {
    const many = kind === 'multi-choice';
    const chosen = Array.isArray(value) ? value : value ? [String(value)] : [];
    // What was a choice once stays in sight until another is made.
    const choices = [...new Set([...field.choices, ...chosen])].map((id) => ({ id, name: id }));
    return (
      <Choose
        label={name}
        choices={choices}
        value={chosen}
        empty={empty}
        many={many}
        {...(required ? {} : { none: t('no-value') })}
        save={mayChange ? (ids) => change(customer.id, path, many ? ids : (ids[0] ?? '')) : null}
      />
    );
  }
  return (
    <>
      <EditText
        label={name}
        kind={kind}
        value={value}
        empty={empty}
        required={required}
        save={mayChange ? (now, from) => edit(customer.id, path, from, now, name) : null}
      />
      {value === MASK && <Reveal customer={customer.id} label={name} of={{ field: field.key }} />}
      {kind === 'url' && typeof value === 'string' && value !== MASK && <Visit url={value} />}
    </>
  );
}

/** Only web addresses: the server takes no others, and a link must never be a script. */
function Visit({ url }: { url: string }) {
  if (!/^https?:\/\//i.test(url)) return null;
  return (
    <a class="icon-button small visit" href={url} target="_blank" rel="noreferrer" aria-label={t('visit', { url })}>
      <Icon of={ExternalLink} size={14} />
    </a>
  );
}
