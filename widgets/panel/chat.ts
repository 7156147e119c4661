// What the panel hears and does with it: it connects when it may, and turns what the server tells into what is shown.

import { cut } from '../characters.ts';
import type { Page } from '../protocol.ts';
import type { Auth, ConversationEvent, Marks, Place, Quality, VisitorCall, Welcome } from '../wire.ts';
import { tell } from './host.ts';
import { island } from './island.ts';
import { AGAIN, ask, closeLine, isOpen, keep, leads, openLine } from './line.ts';
import * as outbox from './outbox.ts';
import { catchUp, follow, take } from './reading.ts';
import { batch, effect } from './signal.ts';
import * as now from './state.ts';
import { relation } from './timeline.ts';

const TYPING_MS = 6000;
const TROUBLE_MS = 3000;

/** Where the visitor is. */
export let page: Page | undefined;
let pass: Pass | undefined;
let typingTimer = 0;

/** What an agent's link lets the visitor in with (`invited.ts`). */
interface Pass {
  link?: string;
  talk?: string;
  /** It is not needed any more. */
  used(): void;
}

export function admit(given: Pass): void {
  pass = given;
}

function usePass(): void {
  pass?.used();
  pass = undefined;
}

/** Whether they came by an agent's link: we know who they are. */
export const linked = () => !!pass;

/** All of calls is one part, loaded when there is one. */
const telephone = () => import('./call/telephone.ts');

/** Addresses can be longer than the server takes. */
export function setPage({ url, title, referrer }: Page): void {
  page = { url: cut(url, 2000), title: cut(title, 300), referrer: cut(referrer, 2000) };
}

/** Opens the socket, unless it is open or the visitor has not agreed yet. */
export function connect(): void {
  if (isOpen() || !now.consented.value) return;
  now.online.value = false;
  openLine({
    // Whoever talks by a link is apart from this browser's own visitor.
    name: `parley:${island.key}${pass?.talk ?? ''}`,
    path: '/socket/visitor/',
    auth: () =>
      ({
        widget: island.key,
        token: now.memory.value.token,
        link: pass?.link,
        talk: pass?.talk,
        locale: island.locale,
        page,
      }) satisfies Auth,
    event: hear,
    online: (online) => {
      now.online.value = online;
      if (!online) outbox.wait();
    },
    refused: ({ code, error }) => {
      if (code === 'unauthorised' && !pass) keep({ token: undefined });
      else if (!AGAIN.includes(code)) {
        usePass();
        now.complaint.value = error;
        disconnect();
      }
    },
    snapshot,
  });
}

export function disconnect(): void {
  closeLine();
  now.online.value = null;
}

function snapshot(): Welcome & { call: VisitorCall | null } {
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
    call: now.call.value,
  };
}

function hear(name: string, data: unknown): void {
  batch(() => heard[name]?.(data as never));
}

const heard: Record<string, (data: never) => void> = {
  welcome(welcome: Welcome & { call?: VisitorCall | null }) {
    now.available.value = welcome.available;
    now.awayText.value = welcome.away_text;
    if (welcome.conversation) {
      follow(welcome.conversation);
      now.marks.value = welcome.marks ?? now.NO_MARKS;
      now.state.value = welcome.state;
      now.agent.value = welcome.agent;
    }
    if (pass?.link) usePass(); // from now on the token says the same
    keep({
      ...(welcome.token && { token: welcome.token }),
      ...(welcome.state === 'closed' && { live: false }),
    });
    if (welcome.last > now.log.value.last) void catchUp();
    outbox.welcome();
    if (welcome.call || now.call.value) void telephone().then(({ welcomed }) => welcomed(welcome.call));
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
  call(call: VisitorCall) {
    if (island.calls) void telephone().then(({ heard }) => heard(call));
  },
  quality(quality: Quality) {
    void telephone().then(({ fared }) => fared(quality));
  },
  availability({ available, away_text }: { available: boolean; away_text: string | null }) {
    now.available.value = available;
    now.awayText.value = away_text;
  },
};

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
  if (leads() && !now.silent.value && !looking) void import('./sound.ts').then(({ chime }) => chime());
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
