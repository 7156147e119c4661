/** How many rows came, or would come, to what; and the rows that were refused, as a file. */
import { Download } from 'lucide';
import { locale, t } from '../l10n';
import { Icon } from '../views/Icon';
import { errorsOf, type Import, type Outcome } from './importing';

const OUTCOMES: Outcome[] = ['new', 'updated', 'unchanged', 'refused'];

export function Counts({ counts, would = false }: { counts: Record<Outcome, number>; would?: boolean }) {
  return (
    <dl class="import-counts" aria-label={t(would ? 'import-would' : 'import-came')}>
      {OUTCOMES.map((each) => (
        <div key={each} data-outcome={counts[each] ? each : 'none'}>
          <dt>{t(`outcome-${each}`)}</dt>
          <dd>{counts[each].toLocaleString(locale.value)}</dd>
        </div>
      ))}
    </dl>
  );
}

export function RefusedRows({ job }: { job: Import }) {
  if (job.counts.refused === 0) return null;
  return (
    <a class="link import-errors" href={errorsOf(job)} download>
      <Icon of={Download} size={16} />
      {t('import-errors', { count: job.counts.refused })}
    </a>
  );
}
