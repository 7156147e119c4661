// One socket for all tabs of a site. The tab that holds the lock leads: it owns the socket and the sound, passes on what
// it hears and asks for the others; when it is closed, the lock and with it the lead goes to the next tab.

import { LOST, openSocket, type Socket, type SocketOptions } from '../socket.ts';

type Note =
  | { kind: 'joined' }
  | { kind: 'event'; name: string; data: unknown }
  | { kind: 'online'; online: boolean }
  | { kind: 'ask'; id: string; name: string; data: object }
  | { kind: 'answer'; id: string; answer: unknown };

export interface TabsOptions extends SocketOptions {
  /** The same for all tabs of one widget. */
  name: string;
  /** What a `welcome` would say now, for a tab that comes later. */
  snapshot(): unknown;
}

export interface Tabs extends Socket {
  leads(): boolean;
}

const FOLLOWER_MS = 9000;

export function joinTabs(options: TabsOptions): Tabs {
  const { name } = options;
  const channel = new BroadcastChannel(name);
  const asked = new Map<string, (answer: unknown) => void>();
  const over = new AbortController();
  const { signal } = over;
  let socket: Socket | undefined;
  let online = false;

  const say = (note: Note) => signal.aborted || channel.postMessage(note);

  function lead(): void {
    socket = openSocket({
      ...options,
      event(name, data) {
        say({ kind: 'event', name, data });
        options.event(name, data);
      },
      online(now) {
        online = now;
        say({ kind: 'online', online });
        options.online(online);
      },
    });
  }

  async function answer(id: string, name: string, data: object): Promise<void> {
    say({ kind: 'answer', id, answer: await socket?.request(name, data) });
  }

  channel.onmessage = ({ data: note }: MessageEvent<Note>) => {
    if (note.kind === 'answer') asked.get(note.id)?.(note.answer);
    else if (socket) {
      if (note.kind === 'ask') void answer(note.id, note.name, note.data);
      if (note.kind !== 'joined') return;
      say({ kind: 'online', online });
      if (online) say({ kind: 'event', name: 'welcome', data: options.snapshot() });
    } else if (note.kind === 'event') options.event(note.name, note.data);
    else if (note.kind === 'online') options.online(note.online);
  };
  say({ kind: 'joined' });

  // The lock is held until the tab is closed. Where there are none (plain http, storage switched off) every tab leads.
  const held = navigator.locks?.request(name, { signal }, () => {
    lead();
    return new Promise((released) => signal.addEventListener('abort', released));
  });
  if (held) held.catch(() => signal.aborted || lead());
  else lead();

  return {
    leads: () => !!socket,
    request(name, data) {
      if (socket) return socket.request(name, data);
      const id = `${Math.random()}`;
      return new Promise((resolve) => {
        setTimeout(resolve, FOLLOWER_MS, LOST);
        asked.set(id, (answer) => {
          asked.delete(id);
          resolve(answer);
        });
        say({ kind: 'ask', id, name, data });
      });
    },
    close() {
      over.abort();
      socket?.close();
      socket = undefined;
      channel.close();
    },
  };
}
