/**
 * A conversation as a transit line: older pages load upwards without moving what is read,
 * new words follow at the foot unless the agent has scrolled up.
 */
import { ArrowDown } from 'lucide';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { CallStation } from '../call/CallStation';
import { dayName, t } from '../l10n';
import { MailStation } from '../mail/MailStation';
import { tell } from '../socket';
import { meId } from '../state/centre';
import { following, older } from '../state/conversations';
import { deliveries } from '../state/mail';
import { hasOlder, last } from '../state/timeline';
import type { Channel, Conversation } from '../wire';
import { customerName } from '../words';
import { Fact } from './Fact';
import { Icon } from './Icon';
import { linesOf } from './lines';
import { PendingWords, Words } from './Words';

const NEAR = 80;

export function Timeline({ row }: { row: Conversation }) {
  const { timeline, customerTyping, loadingOlder } = following(row.id);
  const { box, away, toFoot, scrolled, stay } = useScroll(
    row,
    timeline.value.events[0]?.number ?? 0,
    last(timeline.value) + timeline.value.pending.length,
  );
  const lines = linesOf(timeline.value.events);
  const told = deliveries(timeline.value.events);
  return (
    <div class="timeline-frame">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard */}
      <section class="timeline-scroll" ref={box} onScroll={scrolled} tabIndex={0} aria-label={t('timeline')}>
        {hasOlder(timeline.value) && (
          <button type="button" class="link older" disabled={loadingOlder.value} onClick={() => void older(row.id)}>
            {t(loadingOlder.value ? 'loading' : 'load-older')}
          </button>
        )}
        {/* biome-ignore lint/a11y/useKeyWithClickEvents: it only watches what the buttons inside do */}
        <ol class="timeline" onClick={stay}>
          {lines.map((line) => {
            const { key, channel } = line;
            if (line.kind === 'day') return <Day key={key} at={line.at} channel={channel} />;
            if (line.kind === 'fact') return <Fact key={key} event={line.event} channel={channel} />;
            if (line.kind === 'call')
              return <CallStation key={key} row={row} story={line.story} events={timeline.value.events} />;
            if (line.kind === 'mail')
              return (
                <MailStation key={key} event={line.event} mail={line.mail} delivery={told.get(line.event.number)} />
              );
            const { event, startsRun, endsRun } = line;
            return (
              <Words key={key} row={row} event={event} channel={channel} startsRun={startsRun} endsRun={endsRun} />
            );
          })}
          {timeline.value.pending.map((message) => (
            <PendingWords key={message.id} message={message} />
          ))}
          {customerTyping.value && (
            <li class="stop typing" data-channel={row.channel}>
              <span class="track" />
              <p class="fact">{t('customer-typing', { name: customerName(row) })}</p>
            </li>
          )}
        </ol>
      </section>
      {away && (
        <button type="button" class="button to-foot" onClick={toFoot}>
          <Icon of={ArrowDown} size={16} />
          {t('to-latest')}
        </button>
      )}
    </div>
  );
}

/** The line runs on through the night in the colour of what came before. */
function Day({ at, channel }: { at: string; channel: Channel | null }) {
  return (
    <li class="stop day" data-channel={channel ?? undefined}>
      <span class="track" />
      <h3>{dayName(at)}</h3>
    </li>
  );
}

/** Keeps the foot in view while the agent is there, and the reading place when older events come in above. */
function useScroll(row: Conversation, firstNumber: number, growth: number) {
  const box = useRef<HTMLElement>(null);
  const state = useRef({ id: '', atFoot: true, first: 0, fromFoot: 0 });
  const [away, setAway] = useState(false);

  useLayoutEffect(() => {
    const element = box.current;
    const now = state.current;
    if (!element) return;
    if (now.id !== row.id) {
      Object.assign(now, { id: row.id, atFoot: true });
      setAway(false);
    }
    if (now.atFoot) element.scrollTop = element.scrollHeight;
    else if (firstNumber < now.first) element.scrollTop = element.scrollHeight - now.fromFoot;
    now.first = firstNumber;
  });

  useEffect(() => {
    const element = box.current;
    if (!element) return;
    // A taller composer or a narrower window must not push the last words out of view.
    const follow = new ResizeObserver(() => {
      if (state.current.atFoot) element.scrollTop = element.scrollHeight;
    });
    follow.observe(element);
    if (element.firstElementChild) follow.observe(element.lastElementChild as Element);
    return () => follow.disconnect();
  }, []);

  useEffect(() => {
    const read = () => {
      if (document.hidden || !state.current.atFoot || row.agent !== meId()) return;
      const number = last(following(row.id).timeline.value);
      if (number > row.marks.agent.read) tell('read', { conversation: row.id, number });
    };
    read();
    document.addEventListener('visibilitychange', read);
    return () => document.removeEventListener('visibilitychange', read);
  }, [row.id, row.agent, growth, away]);

  function scrolled() {
    const element = box.current;
    if (!element) return;
    const fromFoot = element.scrollHeight - element.scrollTop;
    state.current.fromFoot = fromFoot;
    state.current.atFoot = fromFoot - element.clientHeight < NEAR;
    setAway(!state.current.atFoot);
    if (element.scrollTop < NEAR && !state.current.atFoot) void older(row.id);
  }
  /** What opens under a press grows downwards, away from the eye: the place that is read stays where it is. */
  function stay(event: Event) {
    if (!(event.target as Element).closest('.mail')) return;
    state.current.atFoot = false;
    requestAnimationFrame(() => requestAnimationFrame(scrolled));
  }
  function toFoot() {
    box.current?.scrollTo({ top: box.current.scrollHeight });
  }
  return { box, away, toFoot, scrolled, stay };
}
