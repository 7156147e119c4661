/** What a retention rule, as the form has it now, would remove: how many, from which months, and some of them. Nothing is changed. */
import { useEffect, useState } from 'preact/hooks';
import { Failure, post } from '../api';
import type { RetentionDryRun, RetentionExample } from '../generated/wire';
import { dayOf, fullTime, monthOf, numberOf, t } from '../l10n';
import { SubjectLink } from './SubjectLink';
import { keptWhat } from './sections';
import type { Values } from './values';

export function DryRun({ values, rule }: { values: Values; rule: string | null }) {
  const [busy, setBusy] = useState(false);
  const [found, setFound] = useState<RetentionDryRun | null>(null);
  const [failure, setFailure] = useState('');
  const { channel, days, queue } = values;
  const what = keptWhat(String(channel), String(values.what));
  // What was found belongs to the rule it was asked for.
  useEffect(() => setFound(null), [channel, what, days, queue]);

  async function run() {
    setBusy(true);
    setFailure('');
    try {
      setFound(await post<RetentionDryRun>('/retention-rules/dry-run', { channel, what, days, queue, rule }));
    } catch (caught) {
      if (!(caught instanceof Failure)) throw caught;
      setFailure(caught.message);
    }
    setBusy(false);
  }
  return (
    <section class="trial" aria-label={t('dry-run')}>
      <div class="trial-head">
        <button type="button" class="button" disabled={busy || !Number(days)} onClick={() => void run()}>
          {t(busy ? 'dry-running' : 'dry-run')}
        </button>
        <span class="quiet">{t('dry-run-text')}</span>
      </div>
      {failure && (
        <p class="form-failure" role="alert">
          {failure}
        </p>
      )}
      <div role="status">{found && !busy && <p>{summary(found)}</p>}</div>
      {found && !busy && found.count > 0 && (
        <>
          <Months found={found} />
          <Examples items={found.examples} />
        </>
      )}
    </section>
  );
}

function summary(found: RetentionDryRun): string {
  const before = dayOf(found.before_at);
  const count = numberOf(found.count);
  const words = found.count === 0 ? t('dry-run-none', { before }) : t('dry-run-found', { count, before });
  const more = found.more ? ` ${t('dry-run-more')}` : '';
  return `${words}${more}${found.held ? ` ${t('dry-run-held', { count: numberOf(found.held) })}` : ''}`;
}

function Months({ found }: { found: RetentionDryRun }) {
  const most = Math.max(...found.months.map(({ count }) => count));
  return (
    <>
      <h3>{t('dry-run-months')}</h3>
      <ul class="months">
        {found.months.map(({ month, count }) => (
          <li key={month}>
            <span>{monthOf(month)}</span>
            <span class="month-bar" style={{ '--share': count / most }} aria-hidden="true" />
            <span class="month-count">{numberOf(count)}</span>
          </li>
        ))}
      </ul>
    </>
  );
}

function Examples({ items }: { items: RetentionExample[] }) {
  return (
    <>
      <h3>{t('dry-run-examples')}</h3>
      <ul class="examples">
        {items.map((item, place) => (
          <li key={`${item.at} ${place}`}>
            <time dateTime={item.at} title={fullTime(item.at)}>
              {dayOf(item.at)}
            </time>
            <span class="grow">
              {item.name || t(`example-${item.kind}`)}
              {item.subject && <span class="quiet"> {item.subject}</span>}
            </span>
            {item.conversation && <SubjectLink id={item.conversation} />}
          </li>
        ))}
      </ul>
    </>
  );
}
