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
  call?: string;
  talked_seconds?: number;
  until_at?: string;
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

export interface VisitorCall {
  call: string;
  conversation: string;
  state:
    | 'waiting'
    | 'ringing'
    | 'talking'
    | 'held'
    | 'voicemail'
    | 'interrupted'
    | 'ended'
    | 'missed'
    | 'abandoned'
    | 'rejected'
    | 'failed';
  direction: 'in' | 'out';
  leg: string | null;
  leg_state: 'ringing' | 'connecting' | 'connected' | 'lost' | null;
  agent: string | null;
  muted: boolean;
  overflow: 'both' | 'voicemail' | 'callback';
  video: boolean;
  recording: 'off' | 'on' | 'paused';
  reason: string | null;
  started_at: string;
  answered_at: string | null;
  ended_at: string | null;
  deadline_at: string | null;
}

/** How the visitor's sound fares: losses as shares of 1, times in milliseconds. */
export interface Quality {
  call: string;
  leg: string;
  loss_in: number;
  loss_out: number;
  jitter_ms: number;
  rtt_ms: number | null;
}

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
  link?: string;
  talk?: string;
  locale: string;
  page?: Page;
}
