/** A customer's journey as a picture and as words: the picture shows its shape, the list says every stop and can be walked. */

import { Route as RouteIcon, TriangleAlert, Unplug } from 'lucide';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { Failure, get } from '../api';
import { clock, dayOf, span, t } from '../l10n';
import { Blank } from '../views/Blank';
import { Delayed } from '../views/Delayed';
import { Icon } from '../views/Icon';
import { Link } from '../views/Link';
import type { Touchpoint } from '../wire';
import { JourneyPicture } from './JourneyPicture';
import { journeyOf, type Stop, type Stuck, switches } from './journey';
import { channelName } from './words';

const PAGE = 200;
/** The latest touchpoints that make a journey. */
const MOST = 1_000;

export function JourneyView({ customer, name }: { customer: string; name: string }) {
  const [rows, setRows] = useState<readonly Touchpoint[] | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [again, setAgain] = useState(0);
  useEffect(() => {
    let late = false;
    setRows(null);
    setFailure(null);
    latest(customer).then(
      (found) => late || setRows(found),
      (problem) => {
        if (!(problem instanceof Failure)) throw problem;
        if (!late) setFailure(problem);
      },
    );
    return () => {
      late = true;
    };
  }, [customer, again]);
  if (failure) {
    return <Blank icon={Unplug} title={t('past-failed')} text={failure.message} retry={() => setAgain(again + 1)} />;
  }
  if (!rows) return <Delayed>{<p class="loading-line">{t('loading')}</p>}</Delayed>;
  return <Journey name={name} rows={rows} />;
}

async function latest(customer: string): Promise<Touchpoint[]> {
  const rows: Touchpoint[] = [];
  let before: string | null = null;
  do {
    const from = before ? `&before=${encodeURIComponent(before)}` : '';
    const page: { items: Touchpoint[]; older: string | null } = await get(
      `/customers/${customer}/timeline?kinds=&limit=${PAGE}${from}`,
    );
    rows.push(...page.items);
    before = page.older;
  } while (before && rows.length < MOST);
  return rows;
}

function Journey({ name, rows }: { name: string; rows: readonly Touchpoint[] }) {
  const stops = useMemo(() => journeyOf(rows, Date.now()), [rows]);
  const [chosen, setChosen] = useState<string | null>(null);
  const list = useRef<HTMLOListElement>(null);
  if (stops.length === 0) return <Blank icon={RouteIcon} title={t('journey-none')} />;
  const stuck = stops.filter((stop) => stop.stuck);
  const summary = { name, stops: stops.length, switches: switches(stops), stuck: stuck.length };

  function choose(key: string) {
    setChosen(key);
    list.current?.querySelector<HTMLElement>(`[data-stop="${CSS.escape(key)}"]`)?.focus();
  }
  return (
    <div class="journey">
      <p class="journey-summary">
        {t('journey-summary', summary)}
        {stuck.map((stop) => (
          <button key={stop.key} type="button" class="link journey-stuck-link" onClick={() => choose(stop.key)}>
            <Icon of={TriangleAlert} size={14} />
            {stop.stuck && stuckWords(stop.stuck)}
          </button>
        ))}
      </p>
      <JourneyPicture stops={stops} chosen={chosen} choose={choose} label={t('journey-summary', summary)} />
      <ol class="journey-stops" ref={list} aria-label={t('past-journey')}>
        {stops.map((stop) => (
          <StopLine key={stop.key} stop={stop} chosen={stop.key === chosen} choose={() => setChosen(stop.key)} />
        ))}
      </ol>
    </div>
  );
}

function StopLine({ stop, chosen, choose }: { stop: Stop; chosen: boolean; choose: () => void }) {
  const open = stop.rows.find((row) => row.conversation);
  const to = {
    page: 'inbox',
    conversation: open?.conversation ?? null,
    ...(open?.event ? { event: open.event } : {}),
  } as const;
  const words = (
    <>
      <span class="journey-stage">
        {t(`journey-stage-${stop.stage}`)}
        <span class="touch-channel">{channelName(stop.channel)}</span>
      </span>
      <span class="quiet">{t('journey-count', { count: stop.rows.length })}</span>
      {stop.switchedFrom && (
        <span class="quiet">
          {t('journey-switch', { from: channelName(stop.switchedFrom), to: channelName(stop.channel) })}
        </span>
      )}
      {stop.waited !== null && !stop.stuck && (
        <span class="quiet">{t('journey-waited', { span: span(stop.waited) })}</span>
      )}
      {stop.stuck && (
        <span class="journey-stuck">
          <Icon of={TriangleAlert} size={14} />
          {stuckWords(stop.stuck)}
        </span>
      )}
    </>
  );
  return (
    <li class="journey-stop" data-channel={stop.channel} data-chosen={chosen || undefined}>
      <time dateTime={stop.from}>
        {dayOf(stop.from)}, {clock(stop.from)}
      </time>
      {open ? (
        <Link class="touch-body" data-stop={stop.key} to={to} onFocus={choose}>
          {words}
        </Link>
      ) : (
        <div class="touch-body" data-stop={stop.key} tabIndex={-1}>
          {words}
        </div>
      )}
    </li>
  );
}

function stuckWords(stuck: Stuck): string {
  if (stuck.why === 'waited') return t('journey-stuck-waited', { span: span(stuck.seconds) });
  if (stuck.why === 'repeated') return t('journey-stuck-repeated', { count: stuck.count });
  if (stuck.why === 'returned') return t('journey-stuck-returned', { span: span(stuck.seconds) });
  return t('journey-stuck-unanswered');
}
