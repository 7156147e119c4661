/** How far a run is, and what became of it: counts, the rows that were refused, and taking it back. */
import { useState } from 'preact/hooks';
import { t } from '../l10n';
import { Counts, RefusedRows } from './ImportCounts';
import { atWork, cancel, type Import, undo } from './importing';

interface Props {
  job: Import;
  act: (asked: Promise<Import>) => Promise<void>;
  back: () => void;
  closed: () => void;
}

export function ImportProgress({ job, act, back, closed }: Props) {
  const working = atWork(job);
  return (
    <div class="import-plan">
      <p class={job.state === 'failed' ? 'assign-warning' : ''} role="status">
        {t(`import-is-${job.state}`, { name: job.name, removed: job.removed, kept: job.kept })}
        {job.problem && ` ${job.problem}`}
      </p>
      {working && <Bar job={job} />}
      {job.wrote && <Counts counts={job.counts} />}
      {job.wrote && !working && <RefusedRows job={job} />}
      <div class="dialog-acts">
        {job.state === 'running' && (
          <button type="button" class="button" onClick={() => void act(cancel(job.id))}>
            {t('import-stop')}
          </button>
        )}
        <TakeBack job={job} act={act} />
        {!working && (
          <button type="button" class="button" onClick={back}>
            {t('import-other-file')}
          </button>
        )}
        <button type="button" class="button filled" onClick={closed}>
          {t(working ? 'import-behind' : 'close-dialog')}
        </button>
      </div>
    </div>
  );
}

function Bar({ job }: { job: Import }) {
  const undoing = job.state === 'undoing';
  const [done, all] = undoing ? [job.removed + job.kept, job.counts.new] : [job.done, job.rows];
  return (
    <p class="import-bar">
      <progress max={Math.max(1, all)} value={done} aria-label={t('import-progress')} />
      {t('import-so-far', { done, all })}
    </p>
  );
}

/** Asks once more: it cannot be undone in turn. */
function TakeBack({ job, act }: Pick<Props, 'job' | 'act'>) {
  const [sure, setSure] = useState(false);
  const able = job.wrote && job.counts.new > 0 && (job.state === 'done' || job.state === 'cancelled');
  if (!able) return null;
  if (!sure) {
    return (
      <button type="button" class="button" onClick={() => setSure(true)}>
        {t('import-undo')}
      </button>
    );
  }
  return (
    <button type="button" class="button danger" onClick={() => void act(undo(job.id))}>
      {t('import-undo-sure', { count: job.counts.new })}
    </button>
  );
}
