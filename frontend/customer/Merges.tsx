/** Whom a customer was merged from: by whom, when and why, each with the way back. */
import { ChevronDown } from 'lucide';
import { fullTime, moment, t } from '../l10n';
import { may } from '../state/centre';
import { unmerge } from '../state/merging';
import { Icon } from '../views/Icon';
import type { CustomerDetail, Merge } from '../wire';
import { nameOf } from '../words';
import { CustomerLink } from './CustomerLink';

export function Merges({ customer }: { customer: CustomerDetail }) {
  if (customer.merges.length === 0) return null;
  const standing = customer.merges.filter((each) => !each.unmerged_at);
  return (
    <details class="merges" open={standing.length > 0}>
      <summary>
        <h3>{t('merge-history')}</h3>
        <Icon of={ChevronDown} size={16} />
      </summary>
      <ul>
        {customer.merges.map((each) => (
          <Merged key={each.id} customer={customer} merge={each} />
        ))}
      </ul>
    </details>
  );
}

function Merged({ customer, merge }: { customer: CustomerDetail; merge: Merge }) {
  const name = merge.name || t('visitor');
  const at = merge.unmerged_at ?? merge.at;
  const who = merge.unmerged_at ? merge.unmerged_by : merge.by;
  const words = merge.unmerged_at ? 'merge-undone-by' : merge.by ? 'merge-by' : 'merge-proved';
  return (
    <li class={merge.unmerged_at ? 'merge-row undone' : 'merge-row'}>
      <span class="grow">
        {merge.unmerged_at ? <CustomerLink id={merge.from}>{name}</CustomerLink> : <strong>{name}</strong>}
        <time class="quiet" dateTime={at} title={fullTime(at)}>
          {t(words, { who: nameOf(who), when: moment(at) })}
        </time>
      </span>
      {!merge.unmerged_at && !customer.erased_at && may('customers.write') && (
        <button
          type="button"
          class="link"
          aria-label={t('unmerge-of', { name })}
          onClick={() => void unmerge(customer.id, merge)}
        >
          {t('unmerge')}
        </button>
      )}
    </li>
  );
}
