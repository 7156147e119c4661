// The panel's door to the page around it; a panel that is a page of its own keeps house itself.

import type { Memory, ToHost, ToPanel } from '../protocol.ts';
import { island } from './island.ts';

export const framed = window.parent !== window;

/** The loader names its origin in our address. Should somebody else have framed us, the browser delivers nothing to them. */
const host = location.ancestorOrigins?.[0] ?? location.hash.slice(1);
const name = `parley:${island.key}`;

export function tell(message: ToHost): void {
  if (framed) window.parent.postMessage(message, host);
  else if (message.type === 'keep') store(localStorage, name, message.memory);
  else if (message.type === 'unread')
    document.title = (message.count ? `(${message.count}) ` : '') + island.texts.title;
}

export function listen(hear: (message: ToPanel) => void): void {
  if (!framed) {
    const page = { url: location.href, title: document.title, referrer: document.referrer };
    hear({ type: 'hello', memory: recall<Memory>(localStorage, name) ?? {}, page, open: true, claims: {} });
    return;
  }
  addEventListener('message', ({ source, origin, data }) => {
    if (source === window.parent && origin === host) hear(data);
  });
  tell({ type: 'ready' });
}

/** Browsers may refuse storage to a frame. Then a reload forgets what was unsent; nothing else depends on it. */
export function store(storage: Storage | undefined, key: string, value: unknown): void {
  try {
    storage?.setItem(key, JSON.stringify(value));
  } catch (error) {
    if (!(error instanceof DOMException)) throw error;
  }
}

export function recall<Value>(storage: Storage | undefined, key: string): Value | undefined {
  try {
    return JSON.parse(storage?.getItem(key) ?? 'null') ?? undefined;
  } catch {
    return undefined; // not ours, or not readable: as if nothing were there
  }
}

/** This tab's own storage, if the browser grants one. */
export function tabStorage(): Storage | undefined {
  try {
    return window.sessionStorage;
  } catch {
    return undefined;
  }
}
