// The peer that the chat benchmark measures Parley's own sockets against: the same packets for the same message on Node's
// Socket.IO, where the store is a list and there are no rules. Usage: node bench/peers/socketio.mjs PORT

import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import { Server } from 'socket.io';

const AGENTS = 5;
const ROWS_EVERY_MS = 200;
const ROWS_AT_ONCE = 50;

const http = createServer();
const options = { serveClient: false, perMessageDeflate: false, transports: ['websocket', 'polling'] };
const visitors = new Server(http, { ...options, path: '/socket/visitor' });
const agents = new Server(http, { ...options, path: '/socket/agent' });
const conversations = [];
const changed = new Set();

const id = (prefix) => `${prefix}_${randomBytes(16).toString('base64url')}`;
const now = () => new Date().toISOString();

visitors.on('connection', (socket) => {
  const visitor = id('vis');
  let conversation = null;
  socket.join(visitor);
  socket.on('message', ({ id: message, text }, answer) => {
    conversation ??= begin(visitor);
    const event = {
      conversation: conversation.id,
      number: conversation.events.length + 1,
      type: 'MessageReceived',
      at: now(),
      channel: 'chat',
      actor: { kind: 'customer', id: conversation.customer, name: 'Visitor' },
      message,
      text,
      files: [],
    };
    conversation.events.push(event);
    answer({ ok: true, conversation: conversation.id, number: event.number });
    visitors.to(visitor).emit('event', { ...event, before: event.number - 1 });
    agents.to(conversation.agent).emit('event', event);
    changed.add(conversation);
  });
  socket.emit('welcome', { token: `${visitor}.${randomBytes(16).toString('hex')}`, visitor, conversation: null, last: 0 });
});

agents.on('connection', (socket) => {
  const agent = socket.handshake.auth.token;
  socket.join([`agent ${agent}`, 'queue']);
  socket.emit('welcome', { agent, presence: {}, offers: [] });
});

setTimeout(tellRows, ROWS_EVERY_MS);

/** Rows of what changed, some in each turn of the event loop so that messages need not wait for all of them, as Parley does. */
function tellRows(due = changed.size) {
  let told = 0;
  for (const conversation of changed) {
    if (told === Math.min(due, ROWS_AT_ONCE)) break;
    changed.delete(conversation);
    agents.to('queue').emit('conversation', row(conversation));
    told += 1;
  }
  if (due > told) setImmediate(tellRows, due - told);
  else setTimeout(tellRows, ROWS_EVERY_MS);
}

function begin(visitor) {
  const agent = `agent ${conversations.length % AGENTS}`;
  const conversation = { id: id('cnv'), visitor, customer: id('cus'), agent, created_at: now(), events: [] };
  conversations.push(conversation);
  return conversation;
}

/** What an agent's list shows of a conversation, as docs/wire.md has it. */
function row({ id: conversation, visitor, customer, agent, created_at, events }) {
  const last = events.at(-1);
  const nothing = { delivered: 0, read: 0 };
  return {
    id: conversation,
    number: last.number,
    state: 'open',
    channel: 'chat',
    channels: ['chat'],
    queue: 'que_bench',
    agent,
    customer: { id: customer, name: 'Visitor', verified: false },
    visitor,
    widget: 'wid_bench',
    subject: events[0].text,
    preview: { text: last.text, by: 'customer', at: last.at },
    tags: [],
    outcome: null,
    created_at,
    waiting_since_at: null,
    last_at: last.at,
    snoozed_until_at: null,
    offer: null,
    awaiting: 'agent',
    awaiting_since_at: created_at,
    unread: Math.min(20, events.length),
    marks: { customer: nothing, agent: nothing },
    page: null,
    locale: 'en',
    left_message: false,
  };
}

http.listen(Number(process.argv[2]), '127.0.0.1', () => console.log('listens'));
