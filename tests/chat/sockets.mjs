// Drives Node's socket.io-client for a test: one JSON line in for each thing to do, one out for each that happened.
import { createInterface } from 'node:readline';
import { io } from 'socket.io-client';

const sockets = new Map();
const say = (line) => process.stdout.write(`${JSON.stringify(line)}\n`);

function open({ tab, url, path, auth, origin }) {
  const socket = io(url, {
    path: `/${path}`,
    auth,
    transports: ['websocket'],
    reconnection: false,
    forceNew: true,
    extraHeaders: origin ? { Origin: origin } : {},
  });
  socket.onAny((event, data) => say({ tab, event, data }));
  socket.on('connect_error', (error) => say({ tab, event: 'connect_error', data: { message: error.message, data: error.data } }));
  socket.on('disconnect', (reason) => say({ tab, event: 'disconnect', data: reason }));
  sockets.set(tab, socket);
}

const acts = {
  open,
  ask: ({ tab, event, data, serial }) => sockets.get(tab).emit(event, data, (answer) => say({ tab, serial, answer })),
  close: ({ tab }) => sockets.get(tab).disconnect(),
};

createInterface({ input: process.stdin }).on('line', (line) => {
  const { act, ...rest } = JSON.parse(line);
  acts[act](rest);
}).on('close', () => process.exit(0));
