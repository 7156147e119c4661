// What only some sites do: say in signed words who their visitor is, greet them by name, and tell of what they do. Loaded with
// the first of it.

import './greeting.ts';
import { cut } from '../characters.ts';
import type { Act } from '../protocol.ts';
import { page } from './chat.ts';
import { tell } from './host.ts';
import { AGAIN, ask, keep } from './line.ts';
import { effect, type Signal } from './signal.ts';
import { claims, log, memory, online } from './state.ts';

const SIGNED = ['user_id', 'email', 'name', 'expires', 'signature', 'jwt'];
const MOST_WAITING = 20;
const RETRY_MS = 1000;

interface Told {
  id: string;
  verb: 'event' | 'form';
  name: string;
  data: unknown;
}

const waiting: Told[] = [];
let signed = '';
let visited = false;
let sending = false;
let attending = false;

/** From now on whatever the site says is told on as soon as it can be. `forget` begins anew with another visitor. */
export function attend(acts: Signal<Act[]>, forget: () => void): void {
  if (attending) return; // once is for good
  attending = true;
  effect(() => {
    if (online.value) void identify(claims.value, forget);
  });
  effect(() => {
    for (const act of acts.value) take(act);
    if (acts.value.length) acts.value = [];
    if (online.value && (log.value.conversation || memory.value.known)) void flush();
  });
}

function fail(code: string, error: string): void {
  tell({ type: 'tell', name: 'error', data: { code, error } });
}

async function identify(said: Record<string, unknown>, forget: () => void): Promise<void> {
  const proof = `${said.signature ?? said.jwt ?? ''}`;
  if (!proof || proof === signed) return;
  signed = proof;
  const given = Object.fromEntries(SIGNED.filter((name) => name in said).map((name) => [name, said[name]]));
  const answer = await ask('identify', given);
  if (answer.ok) {
    keep({ known: true });
    tell({ type: 'tell', name: 'identified', data: { user_id: said.user_id } });
  } else if (AGAIN.includes(answer.code)) {
    signed = '';
    setTimeout(identify, RETRY_MS, said, forget);
  } else if (answer.code === 'conflict' && memory.value.known) forget();
  else fail(answer.code, answer.error);
}

function take({ verb, name, data }: Act): void {
  if ((verb !== 'event' && verb !== 'form') || typeof name !== 'string')
    fail('unavailable', `"${verb}" is not available.`);
  else if (waiting.length < MOST_WAITING) waiting.push({ id: id(), verb, name, data });
}

const id = () => Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => byte.toString(36)).join('');

/** In order, each until it is stored. What the server does not take is told to the site. */
async function flush(): Promise<void> {
  if (sending) return;
  sending = true;
  await visit();
  for (let next = waiting[0]; next; next = waiting[0]) {
    const { id, verb, name, data } = next;
    const answer = await ask(verb, { id, name: cut(name, 120), [verb === 'form' ? 'values' : 'data']: data ?? {} });
    if (!answer.ok && AGAIN.includes(answer.code)) {
      if (online.value) setTimeout(flush, RETRY_MS);
      break;
    }
    waiting.shift();
    if (!answer.ok) fail(answer.code, answer.error);
  }
  sending = false;
}

/** The page the visitor is on, once, if they or the site agreed to that. */
async function visit(): Promise<void> {
  const { consent } = memory.value;
  if (visited || !consent) return;
  visited = (await ask('visit', { ...page, consent })).ok;
}
