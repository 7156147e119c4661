// One contract for our client and the official one: both are driven against the same real Socket.IO server.

import { createServer, type Server as HttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Server } from 'socket.io';
import { io } from 'socket.io-client';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { WebSocket as NodeWebSocket } from 'ws';
import { LOST, openSocket, pause, type Socket } from './socket.ts';

const PATH = '/socket/visitor/';

interface Client extends Pick<Socket, 'request' | 'close'> {
  heard: unknown[];
  states: boolean[];
  refusals: unknown[];
}

let http: HttpServer;
let server: Server;
let clients: Client[] = [];

const origin = () => `http://127.0.0.1:${(http.address() as AddressInfo).port}`;

function ours(auth: object): Client {
  const client = { heard: [] as unknown[], states: [] as boolean[], refusals: [] as unknown[] };
  const socket = openSocket({
    path: PATH,
    auth: () => auth,
    event: (name, data) => client.heard.push([name, data]),
    online: (online) => client.states.push(online),
    refused: (error) => client.refusals.push(error),
  });
  return Object.assign(client, socket);
}

function official(auth: object): Client {
  const socket = io(origin(), { path: PATH, auth, transports: ['websocket'], reconnectionDelay: 100 });
  const client = { heard: [] as unknown[], states: [] as boolean[], refusals: [] as unknown[] };
  socket.onAny((name, data) => client.heard.push([name, data]));
  socket.on('connect', () => client.states.push(true));
  socket.on('disconnect', () => {
    client.states.push(false);
    socket.connect(); // it does not come back by itself after a kick
  });
  socket.on('connect_error', (error) => client.refusals.push((error as Error & { data?: unknown }).data));
  return Object.assign(client, {
    request: (name: string, data: object) => socket.timeout(2000).emitWithAck(name, data),
    close: () => socket.close(),
  });
}

function connected(make: (auth: object) => Client, auth: object = { widget: 'key' }): Client {
  const client = make(auth);
  clients.push(client);
  return client;
}

beforeAll(async () => {
  http = createServer();
  server = new Server(http, { path: PATH });
  server.use((socket, next) => {
    const refusal = Object.assign(new Error('no'), { data: { code: 'not_found', error: 'There is no such widget.' } });
    next(socket.handshake.auth.widget === 'key' ? undefined : refusal);
  });
  server.on('connection', (socket) => {
    socket.emit('welcome', { auth: socket.handshake.auth });
    socket.on('message', (data, answer) => answer({ ok: true, got: data }));
    socket.on('kick', () => socket.disconnect(true));
    socket.on('silence', () => {});
  });
  await new Promise<void>((listening) => http.listen(0, '127.0.0.1', listening));
  vi.stubGlobal('window', globalThis);
  vi.stubGlobal('location', { origin: origin() });
  vi.stubGlobal('WebSocket', NodeWebSocket);
  vi.stubGlobal('addEventListener', () => {});
  vi.stubGlobal('removeEventListener', () => {});
});

afterEach(() => {
  for (const client of clients) client.close();
  clients = [];
  vi.stubGlobal('WebSocket', NodeWebSocket);
});

afterAll(async () => {
  await server.close();
});

describe.each([
  ['ours', ours],
  ['the official client', official],
])('%s', (_, make) => {
  it('hands over its auth and hears events', async () => {
    const client = connected(make, { widget: 'key', token: 'ż"\\' });
    await vi.waitFor(() => expect(client.heard).toEqual([['welcome', { auth: { widget: 'key', token: 'ż"\\' } }]]));
  });

  it('gets each answer to its own question', async () => {
    const client = connected(make);
    await vi.waitFor(() => expect(client.states).toEqual([true]));
    const texts = ['one', 'two [3]', 'żółć 🌿'];
    const answers = await Promise.all(texts.map((text) => client.request('message', { text })));
    expect(answers).toEqual(texts.map((text) => ({ ok: true, got: { text } })));
  });

  it('is told why it was refused', async () => {
    const client = connected(make, { widget: 'other' });
    await vi.waitFor(() =>
      expect(client.refusals[0]).toEqual({ code: 'not_found', error: 'There is no such widget.' }),
    );
    expect(client.states).toEqual([]);
  });

  it('is back within a second after a kick', async () => {
    const client = connected(make);
    await vi.waitFor(() => expect(client.states).toEqual([true]));
    void client.request('kick', {}).catch(() => LOST);
    await vi.waitFor(() => expect(client.states).toEqual([true, false, true]), { timeout: 1000 });
    expect(await client.request('message', { text: 'again' })).toMatchObject({ ok: true });
  });
});

describe('ours alone', () => {
  it('answers at once when there is no connection', async () => {
    expect(await connected(ours).request('message', {})).toEqual(LOST);
  });

  it('answers what was asked when the connection goes', async () => {
    const client = connected(ours);
    await vi.waitFor(() => expect(client.states).toEqual([true]));
    const unanswered = client.request('silence', {});
    void client.request('kick', {});
    expect(await unanswered).toEqual(LOST);
  });

  it('works by polling where WebSockets are blocked', async () => {
    class Blocked {
      onerror = () => {};
      constructor() {
        setTimeout(() => this.onerror());
      }
      close(): void {}
    }
    vi.stubGlobal('WebSocket', Blocked);
    const client = connected(ours);
    await vi.waitFor(() => expect(client.states).toEqual([true]), { timeout: 3000 });
    expect(await client.request('message', { text: 'slowly' })).toEqual({ ok: true, got: { text: 'slowly' } });
    expect(client.heard).toHaveLength(1);
  });

  it('waits about a second at first, half a minute in the end, never in step with others', () => {
    expect(pause(0, 0)).toBe(125);
    expect(pause(0, 1)).toBe(250);
    expect(pause(10, 1)).toBe(1000);
    expect(pause(100, 1)).toBe(30_000);
    expect(pause(100, 0)).toBe(15_000);
  });
});
