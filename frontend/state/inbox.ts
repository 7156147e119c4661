/** The inbox as signals over the pure rules of rows.ts: every conversation known, the three lists, and the hold. */
import { computed, signal } from '@preact/signals';
import type { Conversation, Island } from '../wire';
import { meId } from './centre';
import { heldOrder, ordered, type Tab, tabOf } from './rows';

export const conversations = signal<ReadonlyMap<string, Conversation>>(new Map());
export const tab = signal<Tab>('mine');

/** True while the pointer or the focus is in the list. */
export const held = signal(false);

let shown: { tab: Tab; ids: readonly string[] } = { tab: 'mine', ids: [] };

export function startInbox(inbox: Island['inbox']): void {
  const all = [...inbox.mine, ...inbox.waiting, ...inbox.team];
  conversations.value = new Map(all.map((each) => [each.id, each]));
}

export const counts = computed(() => {
  const found = { mine: 0, waiting: 0, team: 0 };
  for (const each of conversations.value.values()) {
    const of = tabOf(each, meId());
    if (of) found[of] += 1;
  }
  return found;
});

/** The rows of the chosen tab in the order to show; what was shown last decides while the list is held. */
export const rows = computed(() => {
  const wanted = ordered(conversations.value.values(), tab.value, meId());
  const previous = shown.tab === tab.value ? shown.ids : [];
  shown = {
    tab: tab.value,
    ids: heldOrder(
      previous,
      wanted.map((each) => each.id),
      held.value && previous.length > 0,
    ),
  };
  return shown.ids.map((id) => conversations.value.get(id) as Conversation);
});

export function conversationChanged(conversation: Conversation): void {
  conversations.value = new Map(conversations.value).set(conversation.id, conversation);
}

export function conversationGone(id: string): void {
  const left = new Map(conversations.value);
  left.delete(id);
  conversations.value = left;
}

/** Conversations that somebody gave to me and that I have not opened since. */
export const handed = signal<ReadonlySet<string>>(new Set());

export function handedOver(id: string): void {
  handed.value = new Set(handed.value).add(id);
}

export function handedOpened(id: string): void {
  if (handed.value.has(id)) handed.value = new Set([...handed.value].filter((each) => each !== id));
}

/** Words of mine that nobody has answered to, and what was handed over without any: the number on the rail. */
export const unread = computed(() => {
  let sum = 0;
  for (const each of conversations.value.values()) {
    if (each.agent === meId()) sum += each.unread || Number(handed.value.has(each.id));
  }
  return sum;
});
