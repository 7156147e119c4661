/**
 * Sending as people expect it: the words show at once, wait while the line is down, and keep their id through
 * every retry, so the server stores them once. What is not stored yet survives a reload of the page.
 */
import { Failure, post } from '../api';
import { newId } from '../ids';
import { t } from '../l10n';
import { ask, line } from '../socket';
import type { Ack, Channel, File } from '../wire';
import { meId } from './centre';
import { following } from './conversations';
import { wordsOf } from './markup';
import { awaiting, last, type Pending, settled } from './timeline';
import { offerUndo } from './undo';

const AGAIN_MS = 3_000;
/** Refusals that mean "not now": worth another try with the same id without asking the agent. */
const LATER = new Set(['offline', 'no_answer', 'unavailable', 'unauthorised', 'rate_limited']);

const waiting = new Map<string, Pending>();
let sending = false;

/** Shows a message at once and sends it, or keeps it until the line is back. */
export function send(conversation: string, channel: Channel, text: string, files: File[], mentions: string[]): void {
  start({ conversation, channel, text, files, mentions });
}

/** The same for an email, which leaves a few seconds after it is stored, or at its time. */
export function sendMail(conversation: string, text: string, files: File[], mail: NonNullable<Pending['mail']>): void {
  start({ conversation, channel: 'email', text, files, mentions: [], mail });
}

export function retry(message: Pending): void {
  queue({ ...message, state: line.value.up ? 'sending' : 'queued', error: null });
  void flush();
}

export function discard(message: Pending): void {
  forget(message);
  show(message.conversation, (timeline) => settled(timeline, message.id, null));
}

/** Sends what waits, one after the other so that the order typed is the order stored. */
export async function flush(): Promise<void> {
  if (sending) return;
  sending = true;
  try {
    // The map is walked live: what is typed meanwhile comes last and is sent in the same round.
    for (const message of waiting.values()) {
      if (message.state !== 'failed' && !(await sent(message))) return;
    }
  } finally {
    sending = false;
  }
}

/** Brings back what an earlier page of this tab had not got stored. */
export function startOutbox(): void {
  const kept = JSON.parse(sessionStorage.getItem(place()) ?? '[]') as Pending[];
  for (const message of kept) queue({ ...message, state: 'queued' });
}

function start(message: Omit<Pending, 'id' | 'at' | 'state' | 'error'>): void {
  const state = line.value.up ? 'sending' : 'queued';
  queue({ ...message, id: newId('msg'), at: new Date().toISOString(), state, error: null });
  void flush();
}

async function sent(message: Pending): Promise<boolean> {
  const { id, conversation } = message;
  const answer = await stored(message);
  if (answer.ok) {
    // The event itself replaces the pending message: it may come before or after this answer.
    forget(message);
    if (message.mail) offerUndo(message, answer.number);
    show(conversation, (timeline) => (last(timeline) >= answer.number ? settled(timeline, id, null) : timeline));
    return true;
  }
  if (LATER.has(answer.code)) {
    change(message, { state: 'queued', error: null });
    if (line.value.up) setTimeout(() => void resume(), AGAIN_MS);
    return false;
  }
  change(message, { state: 'failed', error: answer.error || t('error-server') });
  return true;
}

/** Asks the server to store a message: chat and notes through the socket, an email by HTTP. */
async function stored(message: Pending): Promise<Ack<{ number: number }>> {
  const { id, conversation, channel, text, mentions, mail } = message;
  const body = { id, channel, text, files: message.files.map((file) => file.id) };
  if (!mail) return ask('message', { ...body, conversation, ...(channel === 'note' ? { mentions } : {}) });
  try {
    const email = { ...body, ...mail, ...wordsOf(text) };
    return { ok: true, ...(await post<{ number: number }>(`/conversations/${conversation}/messages`, email)) };
  } catch (failure) {
    if (!(failure instanceof Failure)) throw failure;
    return { ok: false, code: failure.code, error: failure.message };
  }
}

/** Marks everything queued as being sent and sends it. */
export async function resume(): Promise<void> {
  for (const message of waiting.values()) if (message.state === 'queued') change(message, { state: 'sending' });
  await flush();
}

function queue(message: Pending): void {
  waiting.set(message.id, message);
  keep();
  show(message.conversation, (timeline) => awaiting(timeline, message));
}

function change(message: Pending, fields: Partial<Pending>): void {
  const known = waiting.get(message.id);
  if (!known) return;
  waiting.set(message.id, { ...known, ...fields });
  keep();
  show(message.conversation, (timeline) => settled(timeline, message.id, fields));
}

function forget(message: Pending): void {
  waiting.delete(message.id);
  keep();
}

/** By agent: whoever signs in next in this tab must not send another's words. */
function place(): string {
  return `parley.outbox.${meId()}`;
}

function keep(): void {
  sessionStorage.setItem(place(), JSON.stringify([...waiting.values()]));
}

function show(
  conversation: string,
  step: (timeline: Parameters<typeof awaiting>[0]) => ReturnType<typeof awaiting>,
): void {
  const { timeline } = following(conversation);
  timeline.value = step(timeline.value);
}
