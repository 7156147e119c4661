/** Who may be the same person, and why: only ever a suggestion, which an agent looks at side by side. */
import { Users } from 'lucide';
import { useState } from 'preact/hooks';
import { listOf, t } from '../l10n';
import { may } from '../state/centre';
import { Icon } from '../views/Icon';
import type { CustomerDetail, LikelySame } from '../wire';
import { MergeDialog } from './MergeDialog';

/** More are told when these have been looked at. */
const MOST = 2;

export function Duplicates({ customer }: { customer: CustomerDetail }) {
  const [comparing, setComparing] = useState<string | null>(null);
  const [dismissed, setDismissed] = useState<readonly string[]>([]);
  if (!may('customers.write')) return null;
  const likely = customer.suggestions.filter(({ id }) => !dismissed.includes(id)).slice(0, MOST);
  if (likely.length === 0) return null;
  return (
    <section class="likely" aria-label={t('duplicates')}>
      {likely.map((each) => (
        <Suggested
          key={each.id}
          likely={each}
          compare={() => setComparing(each.id)}
          dismiss={() => setDismissed([...dismissed, each.id])}
        />
      ))}
      {comparing && <MergeDialog customer={customer} other={comparing} closed={() => setComparing(null)} />}
    </section>
  );
}

interface Props {
  likely: LikelySame;
  compare: () => void;
  dismiss: () => void;
}

function Suggested({ likely, compare, dismiss }: Props) {
  const name = likely.name || t('visitor');
  return (
    <div class="likely-one">
      <Icon of={Users} size={16} />
      <p>
        {t('may-be-same', { name })}
        <span class="quiet"> {listOf(likely.reasons.map((reason) => t(`same-${reason}`)))}</span>
      </p>
      <div class="likely-acts">
        <button
          type="button"
          class="link"
          aria-haspopup="dialog"
          aria-label={t('compare-with', { name })}
          onClick={compare}
        >
          {t('compare')}
        </button>
        <button type="button" class="link" aria-label={t('not-same-as', { name })} onClick={dismiss}>
          {t('not-now')}
        </button>
      </div>
    </div>
  );
}
