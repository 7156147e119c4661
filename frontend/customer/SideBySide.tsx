/** Two customers in two columns: who they are on top, below each field that differs with the choice between them. */
import { ChevronDown } from 'lucide';
import { dayOf, languageName, t } from '../l10n';
import { agentName } from '../state/centre';
import { customFields, organisationName } from '../state/lists';
import { Avatar } from '../views/Avatar';
import { Icon } from '../views/Icon';
import type { Comparison, Customer, Difference } from '../wire';
import { isBlank } from './differences';
import { shownAs } from './kinds';
import { Marks } from './ProfileHead';

interface Props {
  found: Comparison;
  differences: readonly Difference[];
  taken: readonly string[];
  take: (field: string, theirs: boolean) => void;
}

export function SideBySide({ found, differences, taken, take }: Props) {
  // Where the other side has nothing, there is hardly anything to decide.
  const kept = differences.filter(({ theirs }) => isBlank(theirs));
  const decided = differences.filter(({ theirs }) => !isBlank(theirs));
  const choice = (each: Difference) => (
    <Choice key={each.field} difference={each} theirs={taken.includes(each.field)} take={take} />
  );
  const tags = [...new Set([...found.ours.tags, ...found.theirs.tags])];
  return (
    <div class="sides">
      <div class="side-heads">
        <Side customer={found.ours} words={t('merge-stays')} />
        <Side customer={found.theirs} words={t('merge-joins')} />
      </div>
      {decided.map(choice)}
      {kept.length > 0 && (
        <details class="sides-kept">
          <summary>
            {t('merge-kept', { count: kept.length })}
            <Icon of={ChevronDown} size={16} />
          </summary>
          <div class="sides">{kept.map(choice)}</div>
        </details>
      )}
      {differences.length === 0 && <p class="quiet">{t('merge-same')}</p>}
      {tags.length > 0 && (
        <p class="sides-united">
          <span class="field-name">{t('tags')}</span> {tags.join(', ')} <span class="quiet">{t('merge-united')}</span>
        </p>
      )}
    </div>
  );
}

function Side({ customer, words }: { customer: Customer; words: string }) {
  const addresses = customer.addresses.filter(({ kind }) => kind !== 'visitor');
  return (
    <div class="side">
      <span class="side-words">{words}</span>
      <div class="side-who">
        <Avatar name={customer.name || t('visitor')} />
        <strong>{customer.name || t('visitor')}</strong>
      </div>
      <Marks customer={customer} />
      <ul class="quiet">
        {addresses.map(({ id, kind, value }) => (
          <li key={id}>{kind === 'external' ? t('customer-number', { value }) : value}</li>
        ))}
        <li>{t('since', { day: dayOf(customer.created_at) })}</li>
      </ul>
    </div>
  );
}

interface ChoiceProps {
  difference: Difference;
  theirs: boolean;
  take: Props['take'];
}

function Choice({ difference, theirs, take }: ChoiceProps) {
  const { field } = difference;
  const sides = [
    { value: difference.ours, chosen: !theirs, choose: () => take(field, false) },
    { value: difference.theirs, chosen: theirs, choose: () => take(field, true) },
  ];
  return (
    <fieldset class="side-choice">
      <legend class="field-name">{nameOfField(field)}</legend>
      {sides.map(({ value, chosen, choose }, index) => (
        <label key={index === 0 ? 'ours' : 'theirs'} class="side-value">
          <input type="radio" name={`merge-${field}`} checked={chosen} onChange={choose} />
          <span dir="auto">{isBlank(value) ? <span class="quiet">{t('no-value')}</span> : words(field, value)}</span>
        </label>
      ))}
    </fieldset>
  );
}

const NAMES: Record<string, string> = {
  name: 'customer-name',
  note: 'customer-note',
  language: 'language',
  timezone: 'time-zone',
  lifecycle: 'lifecycle',
  vip: 'vip',
  owner: 'owner',
  organisation: 'organisation',
};

function nameOfField(field: string): string {
  const own = NAMES[field];
  if (own) return t(own);
  const key = field.replace(/^(fields|consents)\./, '');
  const defined = field.startsWith('fields.') ? customFields.value.find((each) => each.key === key) : undefined;
  return field.startsWith('consents.') ? t('consent-named', { name: key }) : (defined?.name ?? key);
}

function words(field: string, value: unknown): string {
  if (field === 'owner') return agentName(String(value)) || t('somebody');
  if (field === 'organisation') return organisationName(String(value)) || t('organisation');
  if (field === 'lifecycle') return t(`lifecycle-${value}`);
  if (field === 'language') return languageName(String(value));
  if (typeof value === 'boolean') return t(value ? 'yes' : 'no');
  const defined = customFields.value.find((each) => `fields.${each.key}` === field);
  return shownAs(defined?.kind ?? 'text', value);
}
