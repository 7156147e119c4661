// A small Socket.IO client: Engine.IO 4 packets over a WebSocket, or over long polling where a WebSocket cannot get
// through. It comes back by itself after any loss, and answers every request: with the server's word or with `LOST`.

import { json } from './characters.ts';

export const LOST = { ok: false, code: 'unavailable', error: '' } as const;

const OPENING_MS = 2000;
const ANSWER_MS = 8000;

/** One way to move packets: text in, text out. */
export interface Transport {
  send(packet: string): void;
  close(): void;
}

export interface Ends {
  packet(packet: string): void;
  closed(): void;
}

export interface SocketOptions {
  /** Path on our own origin, with the slash at its end. */
  path: string;
  auth(): object;
  event(name: string, data: unknown): void;
  /** Told of each change: true when the server has let us in, false when the connection is gone. */
  online(online: boolean): void;
  /** The server said no. It is asked again after a pause unless the caller closes. */
  refused(error: { code: string; error: string }): void;
}

export interface Socket {
  /** Asks the server; what it acknowledges with, or `LOST` when it is away or silent for eight seconds. */
  request(name: string, data: object): Promise<unknown>;
  close(): void;
}

/** How long to wait before attempt `attempt` (0 is the first): about a second while somebody may be watching, then up to
 * half a minute, always spread by half so that a restarted server is not met by everybody at once. */
export function pause(attempt: number, random = Math.random()): number {
  const steady = attempt < 20 ? Math.min(250 * 2 ** attempt, 1000) : Math.min(1000 * 1.4 ** (attempt - 20), 30_000);
  return steady * (0.5 + random / 2);
}

function webSocket(url: string, ends: Ends): Transport {
  const socket = new WebSocket(`${url.replace(/^http/, 'ws')}&transport=websocket`);
  socket.onmessage = ({ data }) => ends.packet(data);
  // A WebSocket that a policy blocks fires only `error`.
  socket.onclose = socket.onerror = ends.closed;
  return {
    send: (packet) => socket.send(packet),
    close: () => socket.close(),
  };
}

export function openSocket(options: SocketOptions): Socket {
  const waiting = new Map<number, (answer: unknown) => void>();
  let transport: Transport | undefined;
  let worked = false;
  let blocked = false;
  let online = false;
  let attempt = 0;
  let asked = 0;
  let silence = 0;
  let retry = 0;
  let watchdog = 0;

  async function connect(): Promise<void> {
    drop();
    let current = true;
    // The server has to speak before this runs out, and again within its own ping interval.
    const closed = () => {
      if (!current) return;
      // Silence at the first attempts may mean that WebSockets are blocked here; later it means the server is away.
      if (!worked) blocked = !blocked;
      lost();
    };
    transport = { send() {}, close: () => (current = false) };
    watchdog = window.setTimeout(closed, OPENING_MS);
    const url = `${location.origin}${options.path}?EIO=4`;
    const open = blocked ? (await import('./polling.ts')).polling : webSocket;
    if (!current) return;
    const opened = open(url, { packet: (packet) => current && receive(packet), closed });
    transport = {
      send: opened.send,
      close() {
        current = false;
        opened.close();
      },
    };
  }

  function receive(packet: string): void {
    const body = packet.slice(1);
    worked = true;
    if (packet[0] === '0') {
      const { pingInterval, pingTimeout } = JSON.parse(body);
      silence = pingInterval + pingTimeout;
      transport?.send(`40${json(options.auth())}`);
    }
    clearTimeout(watchdog);
    watchdog = window.setTimeout(lost, silence);
    if (packet[0] === '1') lost();
    if (packet[0] === '2') transport?.send('3');
    if (packet[0] === '4') message(body[0], body.slice(1));
  }

  function message(kind: string | undefined, body: string): void {
    if (kind === '0') {
      attempt = 0;
      online = true;
      options.online(true);
    } else if (kind === '1') lost();
    else if (kind === '2') {
      const [name, data] = JSON.parse(body);
      options.event(name, data);
    } else if (kind === '3') {
      const cut = body.indexOf('[');
      waiting.get(Number(body.slice(0, cut)))?.(JSON.parse(body.slice(cut))[0]);
    } else if (kind === '4') {
      const { data, message } = JSON.parse(body);
      lost();
      options.refused(data ?? { code: 'unavailable', error: message });
    }
  }

  function lost(): void {
    drop();
    retry = window.setTimeout(connect, pause(attempt++));
  }

  function drop(): void {
    clearTimeout(retry);
    clearTimeout(watchdog);
    transport?.close();
    transport = undefined;
    for (const answer of [...waiting.values()]) answer(LOST);
    if (online) options.online(false);
    online = false;
  }

  addEventListener('online', connect);
  void connect();

  return {
    request(name, data) {
      if (!online) return Promise.resolve(LOST);
      const id = asked++;
      return new Promise((resolve) => {
        // A connection that swallows requests is worth less than a new one.
        const timer = setTimeout(lost, ANSWER_MS);
        waiting.set(id, (answer) => {
          clearTimeout(timer);
          waiting.delete(id);
          resolve(answer);
        });
        transport?.send(`42${id}${json([name, data])}`);
      });
    },
    close() {
      removeEventListener('online', connect);
      drop();
    },
  };
}
