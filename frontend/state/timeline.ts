/**
 * One conversation's events as a pure value: a gapless run of numbers, and what was sent here but is not stored yet.
 * Live events, pages of older ones and catch-ups all go through `merged`, so a double or a gap is impossible to show.
 */
import type { Channel, Event, File, Iso } from '../wire';
import type { Envelope } from './envelope';

/** A message on its way: kept until the stored event with the same id is seen. */
export interface Pending {
  id: string;
  conversation: string;
  channel: Channel;
  text: string;
  files: File[];
  mentions: string[];
  /** Of an email: to whom, about what, and when it is to leave; null for at once. */
  mail?: Envelope & { send_at: Iso | null };
  at: string;
  state: 'sending' | 'queued' | 'failed';
  error: string | null;
}

export interface Timeline {
  events: readonly Event[];
  pending: readonly Pending[];
}

export const EMPTY: Timeline = { events: [], pending: [] };

export const first = (timeline: Timeline) => timeline.events[0]?.number ?? 0;
export const last = (timeline: Timeline) => timeline.events.at(-1)?.number ?? 0;
export const hasOlder = (timeline: Timeline) => first(timeline) > 1;

/**
 * Adds events in any order, with doubles. Only what continues the run at either end is taken;
 * `gap` says that later events exist which the run does not reach yet: ask for those after `last`.
 */
export function merged(timeline: Timeline, incoming: readonly Event[]): { timeline: Timeline; gap: boolean } {
  const byNumber = new Map(incoming.map((event) => [event.number, event]));
  const events = timeline.events.map((event) => byNumber.get(event.number) ?? event);
  if (events.length === 0 && incoming.length > 0) {
    // The first page decides where the run begins: the longest run that ends at its highest number.
    let number = Math.max(...byNumber.keys());
    for (let event = byNumber.get(number); event; event = byNumber.get(--number)) events.unshift(event);
  }
  for (let event = byNumber.get(firstOf(events) - 1); event; event = byNumber.get(firstOf(events) - 1)) {
    events.unshift(event);
  }
  for (let event = byNumber.get(lastOf(events) + 1); event; event = byNumber.get(lastOf(events) + 1)) {
    events.push(event);
  }
  const end = lastOf(events);
  const stored = new Set(incoming.map((event) => event.message));
  const pending = timeline.pending.filter((message) => !stored.has(message.id));
  return { timeline: { events: redacted(events), pending }, gap: incoming.some((event) => event.number > end) };
}

/** A new message shown at once; one with the same id takes its place (a retry). */
export function awaiting(timeline: Timeline, message: Pending): Timeline {
  if (timeline.events.some((event) => event.message === message.id)) return timeline;
  const others = timeline.pending.filter((each) => each.id !== message.id);
  return { ...timeline, pending: [...others, message] };
}

/** Changes one pending message; `null` drops it. */
export function settled(timeline: Timeline, id: string, change: Partial<Pending> | null): Timeline {
  const pending = timeline.pending.flatMap((each) =>
    each.id !== id ? [each] : change ? [{ ...each, ...change }] : [],
  );
  return { ...timeline, pending };
}

/** What was said before words were removed here is shown without them, though it was read with them. */
function redacted(events: Event[]): Event[] {
  const last = events.findLast((event) => event.type === 'ConversationRedacted' && event.what?.includes('words'));
  if (!last) return events;
  const files = last.what?.includes('files');
  return events.map((event) => {
    if (event.number >= last.number) return event;
    const { files: _, ...rest } = event;
    return { ...(files ? rest : event), text: '', note: '', email: null };
  });
}

function firstOf(events: Event[]): number {
  return events[0]?.number ?? Number.NaN;
}

function lastOf(events: Event[]): number {
  return events.at(-1)?.number ?? Number.NaN;
}
