/** A customer whom an agent enters: a name, how to reach them, and whatever the centre requires of everybody. */
import { useState } from 'preact/hooks';
import { Failure, post } from '../api';
import { t } from '../l10n';
import { customFields } from '../state/lists';
import { toast } from '../state/toasts';
import { Dialog } from '../views/Dialog';
import type { Customer, CustomField, FieldValue } from '../wire';
import { fieldsOf, read } from './kinds';

interface Props {
  /** What was searched for without finding anybody. */
  name: string;
  closed: () => void;
  made: (customer: Customer) => void;
}

export function NewCustomerDialog({ name: searched, closed, made }: Props) {
  const [name, setName] = useState(/[@\d]/.test(searched) ? '' : searched.trim());
  const [email, setEmail] = useState(searched.includes('@') ? searched.trim() : '');
  const [phone, setPhone] = useState('');
  const [values, setValues] = useState<Record<string, FieldValue>>({});
  const [failure, setFailure] = useState('');
  const [busy, setBusy] = useState(false);
  const required = fieldsOf(customFields.value, {}).filter((field) => field.required);

  async function submit(event: Event) {
    event.preventDefault();
    const problem = problemOf(required, values) ?? (phone ? problemIn('phone', phone) : null);
    if (problem) return setFailure(problem);
    setBusy(true);
    try {
      const addresses = [
        ...(email.trim() ? [{ kind: 'email', value: email.trim() }] : []),
        ...(phone.trim() ? [{ kind: 'phone', value: phone.trim() }] : []),
      ];
      const customer = await post<Customer>('/customers', {
        name: name.trim(),
        addresses,
        fields: typed(required, values),
      });
      toast(t('customer-made', { name: customer.name }));
      made(customer);
    } catch (caught) {
      if (!(caught instanceof Failure)) throw caught;
      setFailure(caught.message);
      setBusy(false);
    }
  }
  return (
    <Dialog title={t('new-customer')} closed={closed}>
      <form class="assign" onSubmit={submit}>
        <Line label={t('customer-name')} value={name} set={setName} required />
        <Line label={t('address-email')} type="email" value={email} set={setEmail} />
        <Line label={t('address-phone')} type="tel" value={phone} set={setPhone} placeholder="+48 601 234 567" />
        {required.map((field) => (
          <Required
            key={field.key}
            field={field}
            value={values[field.key]}
            set={(value) => setValues({ ...values, [field.key]: value })}
          />
        ))}
        <p class="form-failure" role="alert">
          {failure}
        </p>
        <div class="dialog-acts">
          <button type="button" class="button" onClick={closed}>
            {t('cancel')}
          </button>
          <button type="submit" class="button filled" disabled={busy || !name.trim()}>
            {t('make-customer')}
          </button>
        </div>
      </form>
    </Dialog>
  );
}

interface LineProps {
  label: string;
  value: string;
  set: (value: string) => void;
  type?: 'text' | 'email' | 'tel' | 'url' | 'date';
  required?: boolean;
  placeholder?: string;
}

function Line({ label, value, set, type = 'text', required = false, placeholder = '' }: LineProps) {
  const props = { class: 'input', value, required, placeholder, dir: 'auto' as const };
  const typed = { ...props, onInput: (event: Event) => set((event.currentTarget as HTMLInputElement).value) };
  return (
    <label class="field">
      <span class="field-name">{label}</span>
      <input {...(typed as object)} type={type as 'text'} />
    </label>
  );
}

const TYPES = { text: 'text', number: 'text', date: 'date', url: 'url', phone: 'tel', email: 'email' } as const;

interface RequiredProps {
  field: CustomField;
  value: FieldValue | undefined;
  set: (value: FieldValue) => void;
}

function Required({ field, value, set }: RequiredProps) {
  const { kind, name, choices } = field;
  if (kind === 'multi-choice') {
    const chosen = Array.isArray(value) ? value : [];
    return (
      <fieldset class="many">
        <legend class="field-name">{name}</legend>
        {choices.map((each) => (
          <label key={each} class="check">
            <input
              type="checkbox"
              checked={chosen.includes(each)}
              onChange={(event) =>
                set(event.currentTarget.checked ? [...chosen, each] : chosen.filter((one) => one !== each))
              }
            />
            {each}
          </label>
        ))}
      </fieldset>
    );
  }
  if (kind !== 'choice') return <Line label={name} type={TYPES[kind]} value={String(value ?? '')} set={set} required />;
  return (
    <label class="field">
      <span class="field-name">{name}</span>
      <select class="input" required value={String(value ?? '')} onChange={(event) => set(event.currentTarget.value)}>
        <option value="">{t('no-value')}</option>
        {choices.map((each) => (
          <option key={each} value={each}>
            {each}
          </option>
        ))}
      </select>
    </label>
  );
}

function problemOf(fields: readonly CustomField[], values: Record<string, FieldValue>): string | null {
  for (const { key, kind, name } of fields) {
    const value = values[key];
    const empty = value === undefined || value === '' || (Array.isArray(value) && value.length === 0);
    if (empty) return t('problem-with', { label: name, problem: t('value-required') });
    if (kind === 'choice' || kind === 'multi-choice') continue;
    const found = read(kind, String(value), true);
    if ('problem' in found) return t('problem-with', { label: name, problem: t(found.problem) });
  }
  return null;
}

function problemIn(kind: 'phone', text: string): string | null {
  const found = read(kind, text);
  return 'problem' in found ? t(found.problem) : null;
}

function typed(fields: readonly CustomField[], values: Record<string, FieldValue>): Record<string, FieldValue> {
  const all = fields.map(({ key, kind }): [string, FieldValue] => {
    const value = values[key] ?? '';
    if (kind === 'choice' || kind === 'multi-choice') return [key, value];
    const found = read(kind, String(value));
    return [key, 'value' in found ? found.value : value];
  });
  return Object.fromEntries(all);
}
