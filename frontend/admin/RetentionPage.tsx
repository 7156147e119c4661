/** How long data is kept: the rules, what their latest runs did, and what is held against all of them. */
import { useEffect, useState } from 'preact/hooks';
import { get } from '../api';
import type { RetentionRun, RetentionRuns } from '../generated/wire';
import { fullTime, moment, numberOf, t } from '../l10n';
import { attempt } from '../state/acts';
import { may } from '../state/centre';
import { Holds } from './Holds';
import { List } from './List';
import type { Document } from './sections';

export function RetentionPage({ rules }: { rules: readonly Document[] }) {
  return (
    <>
      <List section="retention-rules" items={rules} intro={t('retention-text')} />
      <Runs rules={rules} />
      {may('holds.write') && <Holds />}
    </>
  );
}

function Runs({ rules }: { rules: readonly Document[] }) {
  const [runs, setRuns] = useState<RetentionRun[]>([]);
  useEffect(() => {
    void attempt(t('runs'), async () => setRuns((await get<RetentionRuns>('/retention-runs')).items));
  }, [rules]);
  if (runs.length === 0) return null;
  return (
    <section class="runs" aria-labelledby="runs">
      <h3 id="runs">{t('runs')}</h3>
      <ul>
        {runs.map((run) => (
          <li key={run.rule}>
            <strong>{rules.find((rule) => rule.id === run.rule)?.name}</strong>{' '}
            <span>{t('run-did', { gone: numberOf(run.gone), held: numberOf(run.held) })}</span>{' '}
            <time class="quiet" dateTime={run.at} title={fullTime(run.at)}>
              {run.running ? t('run-goes-on') : moment(run.at)}
            </time>
          </li>
        ))}
      </ul>
    </section>
  );
}
