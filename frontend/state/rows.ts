/**
 * The inbox as pure functions: which tab a conversation belongs to, in which order, and when that order may change.
 * What is due first comes first; a list never reorders while a pointer or the focus is in it.
 */
import type { Conversation } from '../wire';

export const TABS = ['mine', 'waiting', 'team'] as const;
export type Tab = (typeof TABS)[number];

/** The tab that shows a conversation to agent `me`, or null once it is closed. */
export function tabOf(conversation: Conversation, me: string): Tab | null {
  const { state, agent } = conversation;
  if (state === 'closed') return null;
  if (state === 'waiting' || state === 'offered') return 'waiting';
  return agent === me ? 'mine' : 'team';
}

/** The rows of one tab: who waits longest for us first, then the latest words, then what is snoozed. */
export function ordered(conversations: Iterable<Conversation>, tab: Tab, me: string): Conversation[] {
  return [...conversations]
    .filter((each) => tabOf(each, me) === tab)
    .map((each) => ({ each, key: sortKey(each) }))
    .sort((a, b) => compare(a.key, b.key))
    .map(({ each }) => each);
}

/**
 * The order to show: the wanted one, or while `held` the shown one with what has gone taken out
 * and what is new added at the end.
 */
export function heldOrder(shown: readonly string[], wanted: readonly string[], held: boolean): readonly string[] {
  if (!held) return wanted;
  const known = new Set(shown);
  const present = new Set(wanted);
  return [...shown.filter((id) => present.has(id)), ...wanted.filter((id) => !known.has(id))];
}

/** When the customer's wait began, or null when nobody waits for us. */
export function waitingSince(conversation: Conversation): string | null {
  if (conversation.state === 'waiting' || conversation.state === 'offered') {
    return conversation.waiting_since_at ?? conversation.created_at;
  }
  if (conversation.state === 'open' && conversation.awaiting === 'agent') return conversation.awaiting_since_at;
  return null;
}

/** Changes whenever something happens in one of a customer's conversations that are known here. */
export function pulseOf(conversations: Iterable<Conversation>, customer: string): string {
  return theirs(conversations, customer, ({ id, number }) => `${id} ${number}`);
}

/** Changes with what a profile counts of them: conversations, calls and emails, but not with every word of a chat. */
export function outlineOf(conversations: Iterable<Conversation>, customer: string): string {
  const email = ({ channels, number }: Conversation) => (channels.includes('email') ? number : 0);
  return theirs(conversations, customer, (each) => `${each.id} ${each.state} ${each.call?.call} ${email(each)}`);
}

function theirs(all: Iterable<Conversation>, customer: string, said: (one: Conversation) => string): string {
  const own = [...all].filter((each) => each.customer.id === customer);
  return own.map(said).sort().join();
}

function sortKey(conversation: Conversation): [number, string] {
  const waiting = waitingSince(conversation);
  if (waiting) return [0, waiting];
  if (conversation.state === 'snoozed') return [2, conversation.snoozed_until_at ?? ''];
  // Newest first: invert the digits of the time so that one comparison serves all three groups.
  return [1, conversation.last_at.replace(/\d/g, (digit) => String(9 - Number(digit)))];
}

function compare([groupA, timeA]: [number, string], [groupB, timeB]: [number, string]): number {
  return groupA - groupB || (timeA < timeB ? -1 : timeA > timeB ? 1 : 0);
}
