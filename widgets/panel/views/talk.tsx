// The conversation itself: its timeline, what there is to know while waiting, and the way to write.

import { transcript } from '../chat.ts';
import { lazy } from '../lazy.tsx';
import { computed } from '../signal.ts';
import { agent, available, awayText, left, marks, over, place, state, timeline, typing, view } from '../state.ts';
import { t } from '../texts.ts';
import { Composer } from './composer.tsx';
import { Icon } from './icon.tsx';

const Timeline = lazy(() => import('./rows.tsx').then((part) => part.Timeline));
const MOST_STATIONS = 6;
const NEAR_END = 48;

let scroller: HTMLElement | null;
let atEnd = true;

/** Follows the end as it grows, unless the reader has scrolled up. */
export function follow(): void {
  if (atEnd) scroller?.scrollTo(0, scroller.scrollHeight);
}

/** Drawn again only when a message changed, not with every key: an unchanged node is skipped. */
const messages = computed(
  () => timeline.value.length > 0 && Timeline({ rows: timeline.value, seen: marks.value.agent, onGrow: follow }),
);

/** Where the visitor is in the queue: the last station on a short line, with those ahead before it. */
function Line({ at }: { at: number }) {
  return (
    <div class={at > MOST_STATIONS ? 'stations long' : 'stations'} aria-hidden="true">
      {Array.from({ length: Math.min(at, MOST_STATIONS) }, () => (
        <i />
      ))}
    </div>
  );
}

function expected(seconds: number | null): string {
  if (seconds === null) return '';
  return seconds < 60 ? t('soon') : t('minutes', { count: Math.ceil(seconds / 60) });
}

function Waiting() {
  if (left.value) return <p class="card">{t('left')}</p>;
  const away = !available.value;
  return (
    <section class="card" aria-live="polite">
      {place.value && !away && <Line at={place.value.place} />}
      <strong>{away ? t('away') : place.value ? t('place', { count: place.value.place }) : t('looking')}</strong>
      <p>{away ? (awayText.value ?? t('leave-hint')) : place.value && expected(place.value.expected_seconds)}</p>
      <button type="button" class="link" onClick={() => (view.value = 'leave')}>
        {t('leave-instead')}
      </button>
    </section>
  );
}

function Ended() {
  return (
    <footer class="ended">
      <button type="button" class="filled" onClick={() => (view.value = 'again')}>
        {t('again')}
      </button>
      <button type="button" class="quiet" onClick={transcript}>
        <Icon name="download" /> {t('transcript')}
      </button>
    </footer>
  );
}

export function Talk() {
  const newest = timeline.value.at(-1);
  const waiting = !over.value && (state.value === 'waiting' || state.value === 'offered');
  const ended = over.value && view.value !== 'again' && (!newest?.pending || !!newest.pending.error);
  const scrolled = ({ currentTarget: { scrollTop, scrollHeight, clientHeight } }: { currentTarget: HTMLElement }) => {
    atEnd = scrollHeight - clientHeight - scrollTop < NEAR_END;
  };
  return (
    <>
      <main
        ref={(main) => {
          scroller = main;
        }}
        onScroll={scrolled}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region has to be reachable by keyboard
        tabIndex={0}
        aria-label={t('conversation')}
      >
        {!newest && <p class="greeting">{t('hello-hint')}</p>}
        {messages.value}
        {waiting && <Waiting />}
        {typing.value && (
          <div class="typing" aria-hidden="true">
            <i />
            <i />
            <i />
          </div>
        )}
      </main>
      {ended ? <Ended /> : <Composer to={agent.value?.name} />}
    </>
  );
}
