/**
 * What a timeline shows for its events: day lines, words, mails, and facts in small print; each with the channel whose
 * colour the line has there. An offer that was answered is told once, by its answer; how a mail fares is told beside it.
 */
import { type CallStory, isCallEvent, storiesOf } from '../call/story';
import { mailOf } from '../state/mail';
import type { Channel, Email, Event } from '../wire';

export type Line = { key: string; channel: Channel | null } & (
  | { kind: 'day'; at: string }
  | { kind: 'words'; event: Event; startsRun: boolean; endsRun: boolean }
  | { kind: 'mail'; event: Event; mail: Email }
  | { kind: 'call'; story: CallStory }
  | { kind: 'fact'; event: Event }
);

const WORDS = new Set(['MessageReceived', 'MessageSent', 'NoteAdded']);
const RUN_MS = 5 * 60_000;

export function linesOf(events: readonly Event[]): Line[] {
  const answered = new Set(events.flatMap((event) => (event.type !== 'OfferMade' && event.offer ? [event.offer] : [])));
  const stories = storiesOf(events);
  const shown = events.filter((event, index) => worthTelling(event, events[index - 1], answered) && begins(event));
  let channel = shown.find(isMessage)?.channel ?? shown[0]?.channel ?? null;
  /** A call is told once, where the first of its events is. */
  function begins(event: Event): boolean {
    return !isCallEvent(event) || events.find((each) => isCallEvent(each) && each.call === event.call) === event;
  }
  return shown.flatMap((event, index): Line[] => {
    const before = shown[index - 1];
    const key = String(event.number);
    const day: Line[] =
      before && sameDay(before, event)
        ? []
        : [{ kind: 'day', key: `day${key}`, at: event.at, channel: before ? channel : null }];
    // Only a message to or from the customer changes the channel: a note or a fact is of none.
    if (isMessage(event)) channel = event.channel;
    const mail = mailOf(event);
    if (mail && isMessage(event)) return [...day, { kind: 'mail', key, channel, event, mail }];
    const story = isCallEvent(event) ? stories.get(event.call) : undefined;
    if (story) return [...day, { kind: 'call', key: story.call, channel: 'call', story }];
    if (!WORDS.has(event.type)) return [...day, { kind: 'fact', key, channel, event }];
    const run = { startsRun: !sameRun(before, event), endsRun: !sameRun(event, shown[index + 1]) };
    return [...day, { kind: 'words', key, channel, event, ...run }];
  });
}

function isMessage(event: Event): boolean {
  return event.type === 'MessageReceived' || event.type === 'MessageSent';
}

function worthTelling(event: Event, before: Event | undefined, answered: Set<string>): boolean {
  if (event.type === 'DeliveryChanged') return false;
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
  if (!a || !b || a.type !== b.type || a.channel !== b.channel || a.actor.id !== b.actor.id || !WORDS.has(a.type))
    return false;
  return sameDay(a, b) && Date.parse(b.at) - Date.parse(a.at) < RUN_MS;
}

function sameDay(a: Event, b: Event): boolean {
  return new Date(a.at).toDateString() === new Date(b.at).toDateString();
}
