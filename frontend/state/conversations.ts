/**
 * The conversations this browser follows: their events, viewers, who types, and what went wrong while loading.
 * Events arrive in any order and more than once; a gap is filled by asking for what comes after the last number.
 */
import { type Signal, signal } from '@preact/signals';
import { Failure, get } from '../api';
import { t } from '../l10n';
import { ask, tell } from '../socket';
import type { Actor, ConversationDetail, Event, Marks, SitePage, Viewer } from '../wire';
import { attempt } from './acts';
import { conversationChanged, conversations, handedOpened } from './inbox';
import { EMPTY, first, hasOlder, last, merged, type Timeline } from './timeline';

const PAGE = 60;
/** Beyond every number: the first page is the one before it. */
const END = 2_000_000_000;
const TYPING_MS = 6_000;

export interface Followed {
  timeline: Signal<Timeline>;
  viewers: Signal<readonly Viewer[]>;
  /** The page the visitor is on now; null when they are not on the site. */
  onSite: Signal<SitePage | null>;
  customerTyping: Signal<boolean>;
  loading: Signal<boolean>;
  loadingOlder: Signal<boolean>;
  failure: Signal<Failure | null>;
  /** The draft the server keeps, until the composer has taken it. */
  draft: Signal<ConversationDetail['draft']>;
  subscribed: boolean;
  catching: boolean;
  typingTimer: number;
}

const followed = new Map<string, Followed>();

/** The record of one conversation, made empty when it is first asked for. */
export function following(id: string): Followed {
  let record = followed.get(id);
  if (!record) {
    record = {
      timeline: signal(EMPTY),
      viewers: signal([]),
      onSite: signal(null),
      customerTyping: signal(false),
      loading: signal(false),
      loadingOlder: signal(false),
      failure: signal(null),
      draft: signal(null),
      subscribed: false,
      catching: false,
      typingTimer: 0,
    };
    followed.set(id, record);
  }
  return record;
}

/** Opens a conversation: its row, its last page of events, then every later event live. */
export async function open(id: string): Promise<void> {
  const record = following(id);
  tell('viewing', { conversation: id, on: true });
  handedOpened(id);
  if (record.loading.value) return;
  record.failure.value = null;
  record.loading.value = true;
  try {
    const [detail, page] = await Promise.all([
      get<ConversationDetail>(`/conversations/${id}`),
      last(record.timeline.value)
        ? null
        : get<{ events: Event[] }>(`/conversations/${id}/events?before=${END}&limit=${PAGE}`),
    ]);
    const { draft, viewers, on_site, ...conversation } = detail;
    conversationChanged(conversation);
    record.viewers.value = viewers;
    record.onSite.value = on_site;
    record.draft.value = draft;
    if (page) take(record, page.events);
    await catchUp(id);
  } catch (failure) {
    if (!(failure instanceof Failure)) throw failure;
    record.failure.value = failure;
  } finally {
    record.loading.value = false;
  }
}

/** Stops viewing; the conversation stays subscribed so that coming back shows it at once. */
export function leave(id: string): void {
  tell('viewing', { conversation: id, on: false });
}

/** Loads the page of events before the first one shown. */
export async function older(id: string): Promise<void> {
  const record = following(id);
  const { timeline, loadingOlder } = record;
  if (loadingOlder.value || !hasOlder(timeline.value)) return;
  loadingOlder.value = true;
  await attempt(t('act-load'), async () => {
    const path = `/conversations/${id}/events?before=${first(timeline.value)}&limit=${PAGE}`;
    take(record, (await get<{ events: Event[] }>(path)).events);
  });
  loadingOlder.value = false;
}

/** Asks for everything after the last number, page by page, and stays subscribed. */
export async function catchUp(id: string): Promise<void> {
  const record = following(id);
  if (record.catching) return;
  record.catching = true;
  try {
    for (;;) {
      const after = last(record.timeline.value);
      const answer = await ask<{ events: Event[]; last: number }>('subscribe', { conversation: id, after });
      if (!answer.ok) return;
      record.subscribed = true;
      take(record, answer.events);
      if (answer.events.length === 0 || last(record.timeline.value) >= answer.last) return;
    }
  } finally {
    record.catching = false;
  }
}

/** After the line came back: every followed conversation continues from its last number. */
export function catchUpAll(): void {
  for (const [id, record] of followed) if (record.subscribed || last(record.timeline.value)) void catchUp(id);
}

/** Takes one live event; returns whether it is new here. */
export function receive(event: Event): boolean {
  const record = followed.get(event.conversation);
  // An event of a conversation never opened here is in its row; opening it will load the rest.
  if (!record || last(record.timeline.value) === 0) return true;
  if (event.number <= last(record.timeline.value)) return false;
  if (event.type === 'MessageReceived') record.customerTyping.value = false;
  if (take(record, [event])) void catchUp(event.conversation);
  return true;
}

export function typed(news: { conversation: string; actor: Actor; on: boolean }): void {
  const record = followed.get(news.conversation);
  if (!record) return;
  if (news.actor.kind === 'customer') {
    record.customerTyping.value = news.on;
    clearTimeout(record.typingTimer);
    // "Stopped typing" can be lost on the way; nobody types for ever.
    if (news.on) record.typingTimer = window.setTimeout(() => (record.customerTyping.value = false), TYPING_MS);
  }
}

export function viewersChanged(news: { conversation: string; viewers: Viewer[] }): void {
  const record = followed.get(news.conversation);
  if (record) record.viewers.value = news.viewers;
}

export function onSiteChanged(news: { conversation: string; page: SitePage | null }): void {
  const record = followed.get(news.conversation);
  if (record) record.onSite.value = news.page;
}

export function marksChanged(news: { conversation: string } & Marks): void {
  const known = conversations.value.get(news.conversation);
  if (known) conversationChanged({ ...known, marks: { customer: news.customer, agent: news.agent } });
}

function take(record: Followed, events: Event[]): boolean {
  const { timeline, gap } = merged(record.timeline.value, events);
  record.timeline.value = timeline;
  return gap;
}
