// The part of the wire contract a visitor's browser speaks (docs/wire.md, "Socket.IO path /socket/visitor").

import type { Page } from './protocol.ts';

export type ConversationState = 'waiting' | 'offered' | 'open' | 'snoozed' | 'closed';

export interface StoredFile {
  id: string;
  name: string;
  size: number;
  type: string;
  url: string;
}

/** One thing that happened, as a visitor may see it. `before` is the number of the visible event just before it. */
export interface ConversationEvent {
  conversation: string;
  number: number;
  before: number;
  type: string;
  at: string;
  actor: { kind: 'customer' | 'agent' | 'system'; id: string; name: string };
  message?: string;
  text?: string;
  files?: StoredFile[];
  agent?: string;
  agent_name?: string;
  to_name?: string;
  left_message?: boolean;
  redacted?: string | number;
}

export interface Mark {
  delivered: number;
  read: number;
}

export interface Marks {
  customer: Mark;
  agent: Mark;
}

export interface Welcome {
  token: string;
  visitor: string;
  conversation: string | null;
  last: number;
  state: ConversationState | null;
  available: boolean;
  away_text: string | null;
  agent: { id: string; name: string } | null;
  marks: Marks | null;
}

export interface Place {
  place: number;
  expected_seconds: number | null;
}

export interface Earlier {
  id: string;
  state: ConversationState;
  last_at: string;
  preview: string;
}

/** What the server answers when it took something, or the reason why not. */
export type Ack<Extra = object> = ({ ok: true } & Extra) | { ok: false; code: string; error: string };

export interface Introduction {
  name?: string;
  email?: string;
  phone?: string;
  form?: Record<string, string>;
  consent?: string;
}

/** What a socket opens with. */
export interface Auth {
  widget: string;
  token?: string;
  locale: string;
  page?: Page;
}
