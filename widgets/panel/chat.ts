// What the panel does: connects when it may, takes what the server tells, and sends what the visitor writes until it is
// stored. A message keeps its id through every retry, so the server stores it once.

import type { Memory, Page } from '../protocol.ts';
import { LOST } from '../socket.ts';
import type {
  Ack,
  Auth,
  ConversationEvent,
  Earlier,
  Introduction,
  Marks,
  Place,
  StoredFile,
  Welcome,
} from '../wire.ts';
import { tell } from './host.ts';
import { island } from './island.ts';
import { batch, effect } from './signal.ts';
import * as now from './state.ts';
import { joinTabs, type Tabs } from './tabs.ts';
import { emptyLog, extended, type Pending, type Row, relation, stateAfter } from './timeline.ts';

const TYPING_MS = 6000;
const TROUBLE_MS = 3000;
const RETRY_MS = 1000;
export const OWN = ['name', 'email', 'phone'];
const AGAIN = ['unavailable', 'rate_limited'];

let tabs: Tabs | undefined;
let page: Page | undefined;
let catching = false;
let flushing = false;
let welcomed = false;
let typingTimer = 0;
/** What this connection was told of the visitor. */
let told: Introduction | null = null;

export const connected = () => !!tabs;

/** Addresses can be longer than the server takes. */
export function setPage({ url, title, referrer }: Page): void {
  page = { url: url.slice(0, 2000), title: title.slice(0, 300), referrer: referrer.slice(0, 2000) };
}

export function keep(change: Partial<Memory>): void {
  const merged = { ...now.memory.value, ...change };
  if (JSON.stringify(merged) === JSON.stringify(now.memory.value)) return;
  now.memory.value = merged;
  tell({ type: 'keep', memory: merged });
}

/** Opens the socket, unless it is open or the visitor has not agreed yet. */
export function connect(): void {
  if (tabs || !now.consented.value) return;
  now.online.value = false;
  tabs = joinTabs({
    name: `parley:${island.key}`,
    path: '/socket/visitor/',
    auth: () => ({ widget: island.key, token: now.memory.value.token, locale: island.locale, page }) satisfies Auth,
    event: hear,
    online: (online) => {
      now.online.value = online;
      if (online) return;
      welcomed = false;
      told = null;
    },
    refused: ({ code, error }) => {
      if (code === 'unauthorised') keep({ token: undefined });
      else if (!AGAIN.includes(code)) {
        now.complaint.value = error;
        disconnect();
      }
    },
    snapshot,
  });
}

export function disconnect(): void {
  tabs?.close();
  tabs = undefined;
  now.online.value = null;
}

export async function ask<Extra>(name: string, data: object = {}): Promise<Ack<Extra>> {
  return ((await tabs?.request(name, data)) ?? LOST) as Ack<Extra>;
}

function snapshot(): Welcome {
  const { conversation, last } = now.log.value;
  return {
    token: now.memory.value.token ?? '',
    visitor: '',
    conversation,
    last,
    state: now.state.value,
    available: now.available.value,
    away_text: now.awayText.value,
    agent: now.agent.value,
    marks: now.marks.value,
  };
}

function hear(name: string, data: unknown): void {
  batch(() => heard[name]?.(data as never));
}

const heard: Record<string, (data: never) => void> = {
  welcome(welcome: Welcome) {
    now.available.value = welcome.available;
    now.awayText.value = welcome.away_text;
    if (welcome.marks) now.marks.value = welcome.marks;
    if (welcome.conversation) {
      follow(welcome.conversation);
      now.state.value = welcome.state;
      now.agent.value = welcome.agent;
    }
    keep({ token: welcome.token, ...(welcome.state === 'closed' && { live: false }) });
    welcomed = true;
    if (welcome.last > now.log.value.last) void catchUp();
    void flush();
  },
  event(event: ConversationEvent) {
    if (event.message || event.type === 'ConversationStarted') follow(event.conversation);
    if (event.conversation !== now.log.value.conversation) return; // housekeeping in an old one
    const related = relation(now.log.value, event);
    if (related === 'gap') void catchUp();
    if (related !== 'next') return;
    take([event]);
    announce(event);
  },
  typing({ on, name }: { on: boolean; name: string }) {
    clearTimeout(typingTimer);
    now.typing.value = on ? name : null;
    if (on) typingTimer = window.setTimeout(() => (now.typing.value = null), TYPING_MS);
  },
  marks(marks: Marks & { conversation: string }) {
    if (marks.conversation === now.log.value.conversation) now.marks.value = marks;
  },
  queue(place: Place) {
    now.place.value = place;
  },
  availability({ available, away_text }: { available: boolean; away_text: string | null }) {
    now.available.value = available;
    now.awayText.value = away_text;
  },
};

/** Turns to another conversation: a new one was started, here or in another tab. */
function follow(conversation: string): void {
  if (now.log.value.conversation === conversation) return;
  now.log.value = emptyLog(conversation);
}

function take(events: ConversationEvent[]): void {
  now.log.value = extended(now.log.value, events);
  for (const event of events) {
    const state = stateAfter(event);
    if (event.type === 'VisitorLeft') keep({ live: false });
    if (event.type === 'MessageReceived') keep({ live: true });
    if (!state) continue;
    if (event.agent && event.agent_name) now.agent.value = { id: event.agent, name: event.agent_name };
    if (state === 'waiting') now.agent.value = null;
    else now.place.value = null;
    now.state.value = state;
    now.left.value = state === 'waiting' && (event.left_message ?? now.left.value);
    keep({ live: state !== 'closed' });
  }
}

/** What the site may want to know, and the visitor to hear, of what happens now. */
function announce(event: ConversationEvent): void {
  const { type, conversation, agent_name } = event;
  if (type === 'MessageSent') arrived(event);
  if (type === 'OfferAccepted') tell({ type: 'tell', name: 'agent', data: { name: agent_name } });
  if (type !== 'ConversationClosed') return;
  now.typing.value = null;
  tell({ type: 'tell', name: 'end', data: { conversation } });
}

function arrived({ text, actor }: ConversationEvent): void {
  now.typing.value = null;
  tell({ type: 'tell', name: 'message', data: { text, from: actor.name } });
  const looking = now.shown.value && document.hasFocus();
  if (tabs?.leads() && !now.silent.value && !looking) void import('./sound.ts').then(({ chime }) => chime());
}

/** Fetches what is missing, from the last number we have until there is no more. */
async function catchUp(): Promise<void> {
  if (catching) return;
  catching = true;
  for (;;) {
    const { conversation, last } = now.log.value;
    const answer = await ask<{ events: ConversationEvent[] }>('resume', { conversation, after: last });
    if (!answer.ok || !answer.events.length) break;
    if (now.log.value.conversation === conversation) batch(() => take(answer.events));
  }
  catching = false;
}

/** Shows the message at once and sends it as soon as there is a way. */
export function send(text: string, files: StoredFile[] = [], leave = false): void {
  const id = `msg_${Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('')}`;
  now.pending.value = [...now.pending.value, { id, text, files, leave, at: new Date().toISOString() }];
  now.left.value ||= leave;
  // Whoever agreed before need not agree again, but each new conversation says to what.
  const { consent } = now.memory.value;
  const begins = !now.log.value.conversation || now.state.value === 'closed';
  if (consent && begins) now.introduction.value ??= { consent };
  connect();
  void flush();
}

export function retry(id: string): void {
  update(id, { error: undefined });
  void flush();
}

function update(id: string, change: Partial<Pending>): void {
  now.pending.value = now.pending.value.map((item) => (item.id === id ? { ...item, ...change } : item));
}

/** Sends what waits, in order: first who we are, then each message. Stops at the first that has to be asked again. */
async function flush(): Promise<void> {
  if (flushing || !welcomed) return;
  flushing = true;
  const done = (await introduce()) && (await sendAll());
  flushing = false;
  if (!done && welcomed) setTimeout(flush, RETRY_MS);
}

/** Told again on every connection until a message is stored: only with that does the server keep it. */
async function introduce(): Promise<boolean> {
  const who = now.introduction.value;
  if (!who || who === told) return true;
  const answer = await ask('introduce', who);
  if (!answer.ok && AGAIN.includes(answer.code)) return false;
  told = who;
  batch(() => {
    keep({ introduced: answer.ok });
    if (!answer.ok) turnBack(who, answer.error);
    else if (now.log.value.conversation && now.state.value !== 'closed') now.introduction.value = null;
  });
  return true;
}

async function sendAll(): Promise<boolean> {
  for (;;) {
    const next = now.pending.value.find((item) => !item.number && !item.error);
    if (!next) return true;
    if (!now.available.value && !now.log.value.conversation && !next.leave) {
      batch(holdBack);
      now.view.value = 'leave';
      return true;
    }
    const files = next.files.map((file) => file.id);
    const body = { id: next.id, text: next.text, ...(files.length && { files }), ...(next.leave && { leave: true }) };
    const answer = await ask<{ conversation: string; number: number }>('message', body);
    if (!answer.ok && AGAIN.includes(answer.code)) return false;
    batch(() => {
      if (answer.ok) {
        follow(answer.conversation);
        if (now.introduction.value === told) now.introduction.value = null;
      }
      update(next.id, answer.ok ? { number: answer.number } : { error: answer.error });
    });
    if (answer.ok && answer.number > now.log.value.last) void catchUp();
  }
}

/** The form again, as it was filled in, with the server's objection. */
function turnBack({ form, ...own }: Introduction, objection: string): void {
  now.complaint.value = objection;
  now.claims.value = { ...now.claims.value, ...own, ...form };
  now.introduction.value = null;
  holdBack();
}

/** Puts what was not sent back where it can be edited. */
function holdBack(): void {
  const unsent = now.pending.value.filter((item) => !item.number);
  now.draft.value = unsent.map((item) => item.text).join('\n') || now.draft.value;
  now.pending.value = now.pending.value.filter((item) => item.number);
}

/** The claims that introduce somebody; a site may set others, which only fill the form. */
export function named(all: Record<string, unknown>): Record<string, string> {
  const given = OWN.filter((name) => typeof all[name] === 'string');
  return Object.fromEntries(given.map((name) => [name, `${all[name]}`.slice(0, 254)]));
}

/** Remembers who is writing, to be told before the next message. */
export function introduceAs(who: Introduction): void {
  now.introduction.value = { ...now.introduction.value, ...who };
  if (welcomed) void flush();
}

export async function earlier(): Promise<Earlier[]> {
  const answer = await ask<{ conversations: Earlier[] }>('history');
  return answer.ok ? answer.conversations : [];
}

/** A closed or earlier conversation from its first event. */
export async function whole(conversation: string): Promise<ConversationEvent[]> {
  let read = emptyLog(conversation);
  for (;;) {
    const answer = await ask<{ events: ConversationEvent[] }>('resume', { conversation, after: read.last });
    if (!answer.ok || !answer.events.length) return read.events;
    read = extended(read, answer.events);
  }
}

/** A fresh link for a file of a message; links live five minutes. */
export async function freshUrl(file: StoredFile, { conversation, number }: Row): Promise<string> {
  const answer = await ask<{ events: ConversationEvent[] }>('resume', { conversation, after: number - 1 });
  const files = answer.ok ? answer.events.flatMap((event) => event.files ?? []) : [];
  return files.find(({ id }) => id === file.id)?.url ?? file.url;
}

export async function attach(files: Iterable<File>): Promise<void> {
  const chosen = [...files]; // the browser empties its list once the event is over
  (await import('./upload.ts')).attach(chosen);
}

export async function transcript(): Promise<void> {
  await (await import('./transcript.ts')).downloadTranscript();
}

/** What follows from the state by itself: read marks, the badge, the banner after three seconds without a line. */
export function watch(): void {
  let trouble = 0;
  let told = 0;
  effect(() => {
    if (told !== now.unread.value) tell({ type: 'unread', count: now.unread.value });
    told = now.unread.value;
  });
  effect(() => {
    const number = now.log.value.events.findLast((event) => event.type === 'MessageSent')?.number ?? 0;
    const { customer, agent } = now.marks.value;
    const looking = now.shown.value && now.visible.value && now.screen.value === 'talk';
    if (!now.online.value || number <= (looking ? customer.read : customer.delivered)) return;
    void ask(looking ? 'read' : 'delivered', { number });
    now.marks.value = { customer: { delivered: number, read: looking ? number : customer.read }, agent };
  });
  effect(() => {
    clearTimeout(trouble);
    if (now.online.value === false) trouble = window.setTimeout(() => (now.troubled.value = true), TROUBLE_MS);
    else now.troubled.value = false;
  });
}
