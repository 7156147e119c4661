/**
 * What a timeline shows for its events: day lines, words, and facts in small print.
 * An offer that was answered is told once, by its answer.
 */
import type { Channel, Event } from '../wire';

export type Line =
  | { kind: 'day'; key: string; at: string; channel: Channel | null }
  | { kind: 'words'; key: string; event: Event; startsRun: boolean; endsRun: boolean }
  | { kind: 'fact'; key: string; event: Event };

const WORDS = new Set(['MessageReceived', 'MessageSent', 'NoteAdded']);
const RUN_MS = 5 * 60_000;

export function linesOf(events: readonly Event[]): Line[] {
  const answered = new Set(events.flatMap((event) => (event.type !== 'OfferMade' && event.offer ? [event.offer] : [])));
  const shown = events.filter((event, index) => worthTelling(event, events[index - 1], answered));
  return shown.flatMap((event, index): Line[] => {
    const before = shown[index - 1];
    const after = shown[index + 1];
    const day: Line[] =
      before && sameDay(before, event)
        ? []
        : [{ kind: 'day', key: `day${event.number}`, at: event.at, channel: before?.channel ?? null }];
    const key = String(event.number);
    if (!WORDS.has(event.type)) return [...day, { kind: 'fact', key, event }];
    return [...day, { kind: 'words', key, event, startsRun: !sameRun(before, event), endsRun: !sameRun(event, after) }];
  });
}

function worthTelling(event: Event, before: Event | undefined, answered: Set<string>): boolean {
  if (event.type === 'OfferMade') return !answered.has(event.offer ?? '');
  // Every conversation begins in a queue; only a later return to one is news.
  if (event.type === 'ConversationQueued') return event.reason !== 'started';
  if (event.type === 'ConversationAssigned') {
    return before?.type !== 'OfferAccepted' && before?.type !== 'ConversationTransferred';
  }
  return true;
}

/** Words of one person, of one kind, without a long pause between. */
function sameRun(a: Event | undefined, b: Event | undefined): boolean {
  if (!a || !b || a.type !== b.type || a.actor.id !== b.actor.id || !WORDS.has(a.type)) return false;
  return sameDay(a, b) && Date.parse(b.at) - Date.parse(a.at) < RUN_MS;
}

function sameDay(a: Event, b: Event): boolean {
  return new Date(a.at).toDateString() === new Date(b.at).toDateString();
}
