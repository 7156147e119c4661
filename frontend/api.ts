/**
 * The HTTP API as the browser uses it: the cookie says who, the page's token says that the page itself asks.
 * Every failure becomes a `Failure` with the server's code and sentence, or `offline` when no answer came.
 */
import { signal } from '@preact/signals';
import { t } from './l10n';
import type { Agent, File } from './wire';

export class Failure extends Error {
  constructor(
    readonly code: string,
    message: string,
    readonly status = 0,
  ) {
    super(message);
  }
}

/** True once the server has said that the session is over; the sign-in dialog sets it back. */
export const sessionEnded = signal(false);

let token = '';

export function useToken(value: string): void {
  token = value;
}

export function currentToken(): string {
  return token;
}

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** Calls the API; resolves with the parsed body (undefined for 204), rejects with a Failure. A Blob or a form goes as it is. */
export async function call<T>(method: Method, path: string, body?: unknown): Promise<T> {
  const headers: Record<string, string> = { 'X-Parley-Token': token };
  const type = body instanceof Blob ? body.type || 'application/octet-stream' : 'application/json';
  // The browser names a form's boundary itself.
  if (body !== undefined && !(body instanceof FormData)) headers['Content-Type'] = type;
  const init: RequestInit = { method, headers, credentials: 'same-origin' };
  if (body !== undefined) init.body = body instanceof Blob || body instanceof FormData ? body : JSON.stringify(body);
  let response: Response;
  try {
    response = await fetch(`/api/v1${path}`, init);
  } catch {
    throw new Failure('offline', t('error-offline'));
  }
  if (!response.ok) throw failure(response.status, await response.text(), path);
  return (response.status === 204 ? undefined : await response.json()) as T;
}

export const get = <T>(path: string) => call<T>('GET', path);
export const post = <T>(path: string, body: unknown = {}) => call<T>('POST', path, body);
export const put = <T>(path: string, body: unknown = {}) => call<T>('PUT', path, body);
export const patch = <T>(path: string, body: unknown) => call<T>('PATCH', path, body);
export const remove = <T>(path: string) => call<T>('DELETE', path);

/** Signs in and makes the new page token the current one. */
export async function signIn(email: string, password: string): Promise<Agent> {
  await post<{ token: string }>('/session', { email, password });
  const session = await get<{ agent: Agent; token: string }>('/session');
  token = session.token;
  sessionEnded.value = false;
  return session.agent;
}

/** Sends one file, for a conversation or for one to be; `progress` gets the share sent, 0 to 1. Abort with the signal. */
export function upload(
  conversation: string | null,
  file: globalThis.File,
  progress: (share: number) => void,
  signal: AbortSignal,
): Promise<File> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const place = conversation ? `/conversations/${conversation}/files` : '/files';
    request.open('POST', `/api/v1${place}?name=${encodeURIComponent(file.name)}`);
    request.setRequestHeader('X-Parley-Token', token);
    request.setRequestHeader('Content-Type', file.type || 'application/octet-stream');
    request.upload.onprogress = (event) => progress(event.loaded / Math.max(event.total, 1));
    request.onload = () => {
      if (request.status < 300) resolve(JSON.parse(request.responseText) as File);
      else reject(failure(request.status, request.responseText, '/files'));
    };
    request.onerror = () => reject(new Failure('offline', t('error-offline')));
    request.onabort = () => reject(new Failure('aborted', ''));
    signal.addEventListener('abort', () => request.abort());
    request.send(file);
  });
}

function failure(status: number, text: string, path: string): Failure {
  const { code, error } = refusal(text);
  // A wrong password also answers 401; only other calls mean that the session has ended.
  if (status === 401 && path !== '/session') sessionEnded.value = true;
  return new Failure(code, error, status);
}

function refusal(text: string): { code: string; error: string } {
  try {
    const { code, error } = JSON.parse(text) as { code?: string; error?: string };
    if (code) return { code, error: error || t('error-server') };
  } catch {
    // A proxy in front of the server may answer with a page of HTML.
  }
  return { code: 'unavailable', error: t('error-server') };
}
