// The panel's door to the page around it; a panel that is a page of its own keeps house itself.

import type { Claims, Memory, ToHost, ToPanel } from '../protocol.ts';
import { island } from './island.ts';

/** A panel that may not use the microphone opens a window of its own, which finds this in it: both are of one origin. */
interface Handover {
  memory: Memory;
  claims: Claims;
}

declare global {
  interface Window {
    parleyHandover?: Handover;
  }
}

export const framed = window.parent !== window;

/** The loader names its origin in our address. Should somebody else have framed us, the browser delivers nothing to them. */
const host = location.ancestorOrigins?.[0] ?? location.hash.slice(1);
const name = `parley:${island.key}`;

/** What a panel of ours that opened this window leaves in it; another site's window is none of our business. */
function handedOver(): Handover | undefined {
  try {
    return (window.opener as Window | null)?.parleyHandover;
  } catch {
    return undefined;
  }
}

const handed = framed ? undefined : handedOver();
/** A visitor who came along from a site, or by a link to talk, is not this browser's own visitor of the hosted page. */
const apart = !!handed || (!framed && location.hash.startsWith('#talk'));
const house = () => (apart ? sessionStorage : localStorage);

export function tell(message: ToHost): void {
  if (framed) window.parent.postMessage(message, host);
  else if (message.type === 'keep') store(house(), name, message.memory);
  else if (message.type === 'unread')
    document.title = (message.count ? `(${message.count}) ` : '') + island.texts.title;
}

export function listen(hear: (message: ToPanel) => void): void {
  if (!framed) {
    const page = { url: location.href, title: document.title, referrer: document.referrer };
    const own = { memory: recall<Memory>(house(), name) ?? {}, claims: {} };
    hear({ type: 'hello', ...own, ...handed, page, open: true, call: /^#(call|talk)/.test(location.hash) });
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
