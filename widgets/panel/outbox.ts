// Writing: a message is shown at once and sent until it is stored. It keeps its id through every retry, so the server stores
// it once, and it goes only after the server was told who is writing.

import { cut } from '../characters.ts';
import type { Introduction, StoredFile } from '../wire.ts';
import { AGAIN, ask, keep } from './line.ts';
import { catchUp, follow } from './reading.ts';
import { batch } from './signal.ts';
import * as now from './state.ts';
import type { Pending } from './timeline.ts';

export const OWN = ['name', 'email', 'phone'];
const RETRY_MS = 1000;

let welcomed = false;
let flushing = false;
/** What this connection was told of the visitor. */
let told: Introduction | null = null;

/** The server is there: what waits is sent. */
export function welcome(): void {
  welcomed = true;
  void flush();
}

/** The server is gone: what waits is kept, and the next connection is told everything anew. */
export function wait(): void {
  welcomed = false;
  told = null;
}

/** Shows the message at once and sends it as soon as there is a way. */
export function send(text: string, files: StoredFile[] = [], leave = false): void {
  const id = `msg_${Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('')}`;
  now.pending.value = [...now.pending.value, { id, text, files, leave, at: new Date().toISOString() }];
  now.left.value ||= leave;
  now.complaint.value = '';
  agreeAgain();
  void flush();
}

/** Whoever agreed before need not agree again, but each new conversation says to what. */
export function agreeAgain(): void {
  const { consent } = now.memory.value;
  const begins = !now.log.value.conversation || now.state.value === 'closed';
  if (consent && begins) now.introduction.value ??= { consent };
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
export async function introduce(): Promise<boolean> {
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
  return Object.fromEntries(given.map((name) => [name, cut(`${all[name]}`, 254)]));
}

/** Remembers who is writing, to be told before the next message. */
export function introduceAs(who: Introduction): void {
  now.introduction.value = { ...now.introduction.value, ...who };
  if (welcomed) void flush();
}
