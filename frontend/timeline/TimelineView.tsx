/** The timeline of a customer: filters above, every touchpoint below, newest first, from any date one jumps to. */
import { useComputed } from '@preact/signals';
import { History, SearchX, Unplug } from 'lucide';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { dayOf, t } from '../l10n';
import { conversations } from '../state/inbox';
import { pulseOf } from '../state/rows';
import { Blank } from '../views/Blank';
import { Delayed } from '../views/Delayed';
import type { Merge } from '../wire';
import { linesOf } from './lines';
import { type Asked, Past } from './past';
import { Scroller } from './Scroller';
import { CHANNELS, channelName, KINDS } from './words';

const PAUSE_MS = 250;
/** Rows of a timeline are written a moment behind what happened, and later where the centre is busy. */
const LOOK_AFTER_MS = [500, 2_000, 8_000];
const EVERYTHING: Asked = { kinds: [], channels: [], q: '' };

interface Props {
  /** The customer, or one who was merged into them. */
  customer: string;
  /** The id that their conversations have. */
  root: string;
  name: string;
  merges: readonly Merge[];
}

export function TimelineView({ customer, root, name, merges }: Props) {
  const [asked, setAsked] = useState(EVERYTHING);
  const [day, setDay] = useState('');
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const past = useMemo(() => new Past(customer, asked), [customer, asked]);
  useEffect(() => {
    // The chosen day's last moment where the agent is: what happened on it comes first.
    void past.start(day ? new Date(new Date(`${day}T00:00`).setHours(24)).toISOString() : null);
    return () => past.end();
  }, [past, day]);
  useCatchUp(past, root);
  const isNarrowed = asked.kinds.length + asked.channels.length > 0 || asked.q !== '';
  const rows = past.rows.value;
  const within = useMemo(
    () => (isNarrowed ? [] : merges.filter((each) => each.at >= (rows.at(-1)?.at ?? '~') || !past.ends.value.older)),
    [merges, rows, isNarrowed],
  );
  const lines = useMemo(() => linesOf(rows, within, open), [rows, within, open]);
  const reached = rows.at(-1);
  const atStart = past.ends.value.older === null && past.busy.value === null;

  function toggle(key: string) {
    const next = new Set(open);
    if (!next.delete(key)) next.add(key);
    setOpen(next);
  }
  return (
    <>
      <Filters asked={asked} ask={setAsked} day={day} go={setDay} />
      {past.failure.value && rows.length === 0 ? (
        <Blank
          icon={Unplug}
          title={t('past-failed')}
          text={past.failure.value.message}
          retry={() => void past.again()}
        />
      ) : rows.length === 0 && past.busy.value ? (
        <Delayed>{<p class="loading-line">{t('loading')}</p>}</Delayed>
      ) : rows.length === 0 && lines.length === 0 ? (
        <Blank icon={isNarrowed ? SearchX : History} title={t(isNarrowed ? 'past-nothing' : 'past-empty')} />
      ) : (
        <Scroller
          key={`${customer} ${day} ${JSON.stringify(asked)}`}
          lines={lines}
          latest={past.ends.value.newer === null}
          words={asked.q}
          near={(way) => void past.more(way)}
          toggle={toggle}
          label={t('past-of', { name })}
          foot={
            atStart ? t('past-beginning') : reached && asked.q ? t('past-searched', { day: dayOf(reached.at) }) : ''
          }
        />
      )}
      {past.failure.value && rows.length > 0 && (
        <p class="past-failure" role="alert">
          {past.failure.value.message}{' '}
          <button type="button" class="link" onClick={() => void past.again()}>
            {t('retry')}
          </button>
        </p>
      )}
      <p class="unseen" aria-live="polite">
        {past.busy.value === 'start' ? t('loading') : ''}
      </p>
    </>
  );
}

/** Loads what happens with the customer while their past is open. */
function useCatchUp(past: Past, customer: string): void {
  const pulse = useComputed(() => pulseOf(conversations.value.values(), customer)).value;
  const met = useRef(pulse);
  useEffect(() => {
    if (met.current === pulse) return;
    met.current = pulse;
    const timers = LOOK_AFTER_MS.map((delay) => setTimeout(() => void past.catchUp(), delay));
    return () => timers.forEach(clearTimeout);
  }, [past, pulse]);
}

interface FilterProps {
  asked: Asked;
  ask: (asked: Asked) => void;
  day: string;
  go: (day: string) => void;
}

function Filters({ asked, ask, day, go }: FilterProps) {
  const [typed, setTyped] = useState(asked.q);
  useEffect(() => {
    if (typed.trim() === asked.q) return;
    const timer = setTimeout(() => ask({ ...asked, q: typed.trim() }), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [typed, asked]);
  const today = new Date().toLocaleDateString('sv');
  return (
    <div class="past-filters">
      <div class="past-find">
        <input
          class="input"
          type="search"
          aria-label={t('past-search')}
          placeholder={t('past-search')}
          value={typed}
          onInput={(event) => setTyped(event.currentTarget.value)}
        />
        <label class="past-date">
          <span class="quiet">{t('past-date')}</span>
          <input
            class="input"
            type="date"
            max={today}
            value={day}
            onChange={(event) => go(event.currentTarget.value)}
          />
        </label>
        <button type="button" class="link" disabled={!day} onClick={() => go('')}>
          {t('past-latest')}
        </button>
      </div>
      <Chips
        legend={t('past-channels')}
        all={CHANNELS}
        name={channelName}
        isChannel
        chosen={asked.channels}
        choose={(channels) => ask({ ...asked, channels })}
      />
      <Chips
        legend={t('past-kinds')}
        all={KINDS}
        name={(kind) => t(`past-kind-${kind}`)}
        chosen={asked.kinds}
        choose={(kinds) => ask({ ...asked, kinds })}
      />
    </div>
  );
}

interface ChipProps {
  legend: string;
  all: readonly string[];
  name: (one: string) => string;
  isChannel?: boolean;
  chosen: readonly string[];
  choose: (chosen: string[]) => void;
}

function Chips({ legend, all, name, isChannel = false, chosen, choose }: ChipProps) {
  return (
    <fieldset class="past-chips">
      <legend class="unseen">{legend}</legend>
      {all.map((one) => (
        <button
          key={one}
          type="button"
          class="past-chip"
          data-channel={isChannel ? one : undefined}
          aria-pressed={chosen.includes(one)}
          onClick={() => choose(chosen.includes(one) ? chosen.filter((each) => each !== one) : [...chosen, one])}
        >
          {name(one)}
        </button>
      ))}
    </fieldset>
  );
}
