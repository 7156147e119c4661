/** What is to know of the emails in a conversation, as pure functions: which event is one, and how far ours have come. */
import type { Channel, Conversation, DeliveryState, Email, Event } from '../wire';

/** The email an event carries; that of a CustomerIntroduced is an address and none. */
export function mailOf(event: Event): Email | null {
  return event.email && typeof event.email === 'object' ? event.email : null;
}

/** Whether a machine wrote it: such a mail wakes nobody and decides nothing. */
export function isQuiet(mail: Email): boolean {
  return mail.is_auto_reply || mail.is_receipt || mail.is_bounce;
}

export interface Delivery {
  state: DeliveryState;
  words: string;
}

const BAD = new Set<DeliveryState>(['bounced', 'failed']);

/** What is known of the way of each message, by its number: the latest, but what one recipient never got no other's receipt hides. */
export function deliveries(events: readonly Event[]): ReadonlyMap<number, Delivery> {
  const known = new Map<number, Delivery>();
  for (const { type, message, state, words } of events) {
    if (type !== 'DeliveryChanged' || !state) continue;
    const before = known.get(Number(message));
    if (!before || !BAD.has(before.state) || BAD.has(state as DeliveryState))
      known.set(Number(message), { state: state as DeliveryState, words: words ?? '' });
  }
  return known;
}

/** How far a mail of ours has come, as a person would say it: one that waits for its time is `leaving` or `scheduled`. */
export type MailState = DeliveryState | 'leaving' | 'scheduled';

/** What leaves later than this was meant to. */
const SCHEDULED_MS = 60_000;

export function mailState(event: Event, mail: Email, delivery: Delivery | undefined, now: number): MailState {
  if (delivery && delivery.state !== 'queued') return delivery.state;
  if (!mail.due_at) return delivery ? 'queued' : 'sent';
  const due = Date.parse(mail.due_at);
  if (due <= now) return 'queued';
  return due - Date.parse(event.at) > SCHEDULED_MS ? 'scheduled' : 'leaving';
}

/** Whether the visitor ended the chat and has not written in it since. */
export function hasLeft(events: readonly Event[]): boolean {
  const last = events.findLast((event) => event.type === 'VisitorLeft' || cameByChat(event));
  return last?.type === 'VisitorLeft';
}

/**
 * The channel an answer goes by unless the agent chooses another: that of the customer's last message; email when the
 * visitor has gone and there is a way to write to them.
 */
export function usualChannel(
  row: Conversation,
  events: readonly Event[],
  onSite: boolean,
  canMail: boolean,
): 'chat' | 'email' {
  const came = events.findLast((event) => event.type === 'MessageReceived' && !isQuietEvent(event));
  const channel: Channel = came?.channel ?? row.channel;
  if (channel === 'email') return 'email';
  const gone = hasLeft(events) || (row.left_message && !onSite);
  return gone && canMail ? 'email' : 'chat';
}

function cameByChat(event: Event): boolean {
  return event.type === 'MessageReceived' && event.channel === 'chat';
}

function isQuietEvent(event: Event): boolean {
  const mail = mailOf(event);
  return mail !== null && isQuiet(mail);
}
