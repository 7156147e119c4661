/** The workspace's one socket: connect, ask (with an answer), tell (without), and whether the line is up. */
import { signal } from '@preact/signals';
import { io, type Socket } from 'socket.io-client';
import { currentToken, Failure, get, sessionEnded, useToken } from './api';
import { t } from './l10n';
import type { Ack } from './wire';

export type Incoming = Record<string, (payload: never) => void>;

/** Whether the line is up, and since when (ms) it is not. */
export const line = signal<{ up: boolean; downSince: number }>({ up: false, downSince: Date.now() });

const ANSWER_MS = 10_000;
const KICKED_MS = 400;
const AGAIN_MS = 3_000;

let socket: Socket | null = null;

export function connect(incoming: Incoming, connected: () => void): void {
  // Without tryAllTransports a blocked WebSocket would never fall back to polling.
  socket = io({
    path: '/socket/agent/',
    transports: ['websocket', 'polling'],
    tryAllTransports: true,
    auth: (give) => give({ token: currentToken() }),
    reconnectionDelay: 500,
    reconnectionDelayMax: 5_000,
    randomizationFactor: 0.5,
  });
  for (const [name, handler] of Object.entries(incoming)) socket.on(name, handler as (payload: unknown) => void);
  socket.on('connect', () => {
    line.value = { up: true, downSince: 0 };
    connected();
  });
  socket.on('disconnect', (reason) => {
    if (line.value.up) line.value = { up: false, downSince: Date.now() };
    // The official client does not come back by itself after the server ended the connection.
    if (reason === 'io server disconnect' && !sessionEnded.value) setTimeout(reconnect, KICKED_MS);
  });
  socket.on('connect_error', (error: Error & { data?: { code?: string } }) => {
    if (error.data?.code === 'unauthorised') void renewToken();
    else if (error.data) setTimeout(reconnect, AGAIN_MS);
  });
}

function reconnect(): void {
  if (!sessionEnded.value) socket?.connect();
}

/** Connects anew with the current token: a socket keeps the session it was opened with. */
export function connectAnew(): void {
  socket?.disconnect().connect();
}

export function hangUp(): void {
  socket?.disconnect();
}

/** Emits and waits for the acknowledgement; no answer in time is a refusal with the code `no_answer`. */
export async function ask<T>(event: string, payload: object): Promise<Ack<T>> {
  if (!socket?.connected) return { ok: false, code: 'offline', error: t('error-offline') };
  try {
    const answer = (await socket.timeout(ANSWER_MS).emitWithAck(event, payload)) as Ack<T>;
    if (!answer.ok && answer.code === 'unauthorised') void resumeSession().then((resumed) => resumed && connectAnew());
    return answer;
  } catch {
    return { ok: false, code: 'no_answer', error: t('error-no-answer') };
  }
}

/** Emits something that is worth nothing a moment later: typing, viewing, marks. */
export function tell(event: string, payload: object): void {
  if (socket?.connected) socket.emit(event, payload);
}

/** The page's token outlives no session; a 401 here opens the sign-in dialog through `sessionEnded`. */
async function renewToken(): Promise<void> {
  await resumeSession();
  setTimeout(reconnect, AGAIN_MS);
}

/** Takes up the session the browser has now, if any: this page's own, or one begun in another tab. */
export async function resumeSession(): Promise<boolean> {
  try {
    const session = await get<{ token: string }>('/session');
    useToken(session.token);
  } catch (failure) {
    if (!(failure instanceof Failure)) throw failure;
    return false;
  }
  sessionEnded.value = false;
  return true;
}
