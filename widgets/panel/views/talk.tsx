// The conversation itself: its timeline, and the way to write.

import { lazy } from '../lazy.tsx';
import { computed } from '../signal.ts';
import { agent, calling, marks, over, state, timeline, typing, view } from '../state.ts';
import { t } from '../texts.ts';
import { Composer } from './composer.tsx';

const Ended = lazy(() => import('./ended.tsx').then((part) => part.Ended));
const Timeline = lazy(() => import('./rows.tsx').then((part) => part.Timeline));
const Waiting = lazy(() => import('./rows.tsx').then((part) => part.Waiting));
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

export function Talk() {
  const newest = timeline.value.at(-1);
  const waiting = !over.value && !calling.value && (state.value === 'waiting' || state.value === 'offered');
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
