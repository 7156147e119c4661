/** What the columns are, what happens to who is known already, and what would come of it: checked again whenever something changes. */
import { useState } from 'preact/hooks';
import { t } from '../l10n';
import { may } from '../state/centre';
import { Counts, RefusedRows } from './ImportCounts';
import { ImportPreview } from './ImportPreview';
import { type Import, type ImportPlan, rehearse, run, targetChoices } from './importing';

interface Props {
  job: Import;
  act: (asked: Promise<Import>) => Promise<void>;
  back: () => void;
}

const COUNTRIES = ['PL', 'IT', 'RU', 'GB', 'IE', 'DE', 'FR', 'ES', 'UA', 'US'];

export function ImportMapping({ job, act, back }: Props) {
  const [changed, setChanged] = useState<ImportPlan | null>(null);
  const plan = changed ?? job.plan;
  const checking = job.state === 'checking';
  const coming = job.counts.new + job.counts.updated;

  async function check() {
    await act(rehearse(job.id, plan));
    setChanged(null);
  }
  return (
    <form
      class="import-plan"
      onSubmit={(event) => {
        event.preventDefault();
        void (changed ? check() : act(run(job.id, plan)));
      }}
    >
      <p class="quiet">{fileWords(job)}</p>
      <fieldset disabled={checking}>
        {job.header.length > 0 && <Columns job={job} plan={plan} set={setChanged} />}
        <Choices plan={plan} set={setChanged} />
      </fieldset>
      {checking ? (
        <Checking job={job} />
      ) : (
        <section class="import-outcome" aria-label={t('import-would')} aria-live="polite">
          {job.problem ? <p class="assign-warning">{job.problem}</p> : <Counts counts={job.counts} would />}
          <RefusedRows job={job} />
          {!changed && job.preview.length > 0 && <ImportPreview rows={job.preview} />}
        </section>
      )}
      <div class="dialog-acts">
        <button type="button" class="button" onClick={back}>
          {t('import-other-file')}
        </button>
        <button
          type="submit"
          class="button filled"
          disabled={checking || (!changed && (coming === 0 || job.problem !== ''))}
        >
          {changed ? t('import-check') : t('import-run', { count: coming })}
        </button>
      </div>
    </form>
  );
}

function Checking({ job }: { job: Import }) {
  return (
    <p class="import-bar" role="status">
      <progress max={Math.max(1, job.rows)} value={job.done} aria-label={t('import-checking')} />
      {t('import-checking')}
    </p>
  );
}

interface PlanProps {
  plan: ImportPlan;
  set: (plan: ImportPlan) => void;
}

function Columns({ job, plan, set }: PlanProps & { job: Import }) {
  const columns = plan.columns ?? job.header.map(() => '');
  return (
    <div class="import-columns">
      <table>
        <thead>
          <tr>
            <th scope="col">{t('import-column')}</th>
            <th scope="col">{t('import-sample')}</th>
            <th scope="col">{t('import-means')}</th>
          </tr>
        </thead>
        <tbody>
          {job.header.map((name, place) => (
            <tr key={place}>
              <th scope="row">{name || t('import-nameless', { place: place + 1 })}</th>
              <td class="quiet">{job.sample.map((cells) => cells[place]).find(Boolean)}</td>
              <td>
                <select
                  class="input"
                  aria-label={t('import-means-of', { name: name || String(place + 1) })}
                  value={columns[place] ?? ''}
                  onChange={(event) => {
                    const value = event.currentTarget.value;
                    set({ ...plan, columns: columns.map((each, at) => (at === place ? value : each)) });
                  }}
                >
                  <option value="">{t('import-skip')}</option>
                  {targetChoices(columns[place] ?? '').map((choice) => (
                    <option key={choice.value} value={choice.value}>
                      {choice.label}
                    </option>
                  ))}
                </select>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Choices({ plan, set }: PlanProps) {
  return (
    <div class="import-choices">
      <label class="field">
        <span class="field-name">{t('import-existing')}</span>
        <select
          class="input"
          value={plan.existing ?? 'fill'}
          onChange={(event) => set({ ...plan, existing: event.currentTarget.value as 'fill' | 'overwrite' })}
        >
          <option value="fill">{t('import-fill')}</option>
          <option value="overwrite">{t('import-overwrite')}</option>
        </select>
      </label>
      <label class="field">
        <span class="field-name">{t('import-country')}</span>
        <select
          class="input"
          value={plan.country ?? ''}
          onChange={(event) => set({ ...plan, country: event.currentTarget.value })}
        >
          <option value="">{t('import-no-country')}</option>
          {COUNTRIES.map((code) => (
            <option key={code} value={code}>
              {t('import-country-of', { country: code })}
            </option>
          ))}
        </select>
      </label>
      {may('customers.verify') && (
        <label class="switch">
          <input
            type="checkbox"
            checked={plan.verified ?? false}
            onChange={(event) => set({ ...plan, verified: event.currentTarget.checked })}
          />
          {t('import-verified')}
        </label>
      )}
    </div>
  );
}

function fileWords(job: Import): string {
  const form = job.format === 'xlsx' ? 'XLSX' : `CSV, ${job.encoding.toUpperCase()}`;
  return t('import-file', { name: job.name, form, rows: job.rows });
}
