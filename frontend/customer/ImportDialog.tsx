/** The import wizard: a file, what its columns are and what would come of it, then how far it is, and what became of it. */
import { useEffect, useState } from 'preact/hooks';
import { Failure } from '../api';
import { moment, t } from '../l10n';
import { Dialog } from '../views/Dialog';
import { ImportFile } from './ImportFile';
import { ImportMapping } from './ImportMapping';
import { ImportProgress } from './ImportProgress';
import { atWork, type Import, latestImports, useProgress } from './importing';

export function ImportDialog({ closed }: { closed: () => void }) {
  const [job, setJob] = useState<Import | null>(null);
  const [recent, setRecent] = useState<readonly Import[]>([]);
  const [failure, setFailure] = useState('');
  useProgress(job, setJob);
  useEffect(() => {
    if (job) return;
    latestImports()
      .then((all) => {
        setRecent(all.filter((each) => each.wrote || each.state === 'running'));
        // One that is under way is shown rather than a second one begun behind it.
        setJob((now) => now ?? all.find((each) => atWork(each) && each.wrote) ?? null);
      })
      .catch((caught: unknown) => {
        if (!(caught instanceof Failure)) throw caught;
      });
  }, [job === null]);

  /** Asks the server for something; what it answers is the import from now on. */
  async function act(asked: Promise<Import>): Promise<void> {
    setFailure('');
    try {
      setJob(await asked);
    } catch (caught) {
      if (!(caught instanceof Failure)) throw caught;
      setFailure(caught.message);
    }
  }
  const planning = job && !job.wrote && (job.state === 'checking' || job.state === 'checked');
  return (
    <Dialog title={t('import-title')} closed={closed} dialogClass={planning ? 'import wide' : 'import'}>
      {!job && <ImportFile chosen={act} />}
      {!job && recent.length > 0 && <Recent jobs={recent} show={setJob} />}
      {job && planning && <ImportMapping key={job.id} job={job} act={act} back={() => setJob(null)} />}
      {job && !planning && <ImportProgress job={job} act={act} back={() => setJob(null)} closed={closed} />}
      <p class="form-failure" role="alert">
        {failure}
      </p>
    </Dialog>
  );
}

const RECENT = 5;

/** Those of the last days: to see again what became of them, or to take them back. */
function Recent({ jobs, show }: { jobs: readonly Import[]; show: (job: Import) => void }) {
  return (
    <section class="import-recent" aria-label={t('import-recent')}>
      <h3>{t('import-recent')}</h3>
      <ul>
        {jobs.slice(0, RECENT).map((job) => (
          <li key={job.id}>
            <button type="button" class="menu-item" onClick={() => show(job)}>
              <span class="grow">{job.name}</span>
              <span class="quiet">{moment(Date.parse(job.at))}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
