/**
 * The shapes that cross the network, as docs/wire.md writes them.
 * Times are ISO 8601 UTC strings; spans carry their unit in the name.
 */
export type Iso = string;
export type Channel = 'chat' | 'call' | 'email' | 'callback' | 'form' | 'note';
export type State = 'waiting' | 'offered' | 'open' | 'snoozed' | 'closed';
export type PresenceState = 'available' | 'busy' | 'break' | 'wrap_up' | 'offline';

export interface Actor {
  kind: 'customer' | 'agent' | 'system';
  id: string | null;
  name: string | null;
}

export interface File {
  id: string;
  name: string;
  size: number;
  type: string;
  url: string;
}

export interface SitePage {
  url: string;
  title: string;
  referrer: string;
}

/** One event of a conversation; which optional fields it has follows from its type. */
export interface Event {
  conversation: string;
  number: number;
  type: string;
  at: Iso;
  channel: Channel;
  actor: Actor;
  message?: string;
  text?: string;
  files?: File[];
  mentions?: string[];
  customer?: string;
  queue?: string;
  reason?: string | null;
  offer?: string;
  agent?: string;
  agent_name?: string;
  deadline_at?: Iso;
  waited_seconds?: number;
  to_agent?: string | null;
  to_queue?: string | null;
  to_name?: string;
  note?: string | null;
  until_at?: Iso;
  outcome?: string | null;
  added?: string[];
  removed?: string[];
  name?: string | null;
  email?: string | null;
  phone?: string | null;
  form?: Record<string, string>;
  page?: SitePage | null;
  redacted?: number | string;
  left_message?: boolean;
}

export interface Mark {
  delivered: number;
  read: number;
}

export interface Marks {
  customer: Mark;
  agent: Mark;
}

export interface Preview {
  text: string;
  by: 'customer' | 'agent' | 'note';
  at: Iso;
}

export interface Conversation {
  id: string;
  number: number;
  state: State;
  channel: Channel;
  channels: Channel[];
  queue: string | null;
  agent: string | null;
  customer: { id: string; name: string; verified: boolean };
  visitor: string | null;
  widget: string | null;
  subject: string;
  preview: Preview | null;
  tags: string[];
  outcome: string | null;
  created_at: Iso;
  waiting_since_at: Iso | null;
  last_at: Iso;
  snoozed_until_at: Iso | null;
  offer: { id: string; agent: string; deadline_at: Iso } | null;
  awaiting: 'agent' | 'customer' | null;
  awaiting_since_at: Iso | null;
  unread: number;
  marks: Marks;
  page: SitePage | null;
  locale: string;
  left_message: boolean;
}

export interface Viewer {
  id: string;
  name: string;
  typing: boolean;
}

export interface Draft {
  channel: Channel;
  text: string;
}

export interface ConversationDetail extends Conversation {
  draft: Draft | null;
  viewers: Viewer[];
  on_site: SitePage | null;
}

export interface Presence {
  state: PresenceState;
  reason: string | null;
  since_at: Iso | null;
}

export interface PerChannel {
  chat: number;
  call: number;
  email: number;
}

export interface Agent {
  id: string;
  name: string;
  email: string;
  role: string;
  locale: string;
  queues: string[];
  teams: string[];
  capacity: PerChannel;
  presence: Presence;
  load: PerChannel;
  active: boolean;
}

export interface Address {
  kind: 'email' | 'phone' | 'visitor' | 'external';
  value: string;
  verified: boolean;
  source: string;
}

export interface Customer {
  id: string;
  name: string;
  addresses: Address[];
  language: string | null;
  timezone: string | null;
  fields: Record<string, string>;
  tags: string[];
  note: string;
  created_at: Iso;
  rv: number;
}

export interface Queue {
  id: string;
  name: string;
  offer_seconds: number;
  reopen_days: number;
  target_seconds: number;
  away_text: string;
  rv: number;
}

export interface Template {
  id: string;
  name: string;
  shortcut: string;
  text: string;
  queue: string | null;
  rv: number;
}

export interface Named {
  id: string;
  name: string;
  rv: number;
}

export interface Role extends Named {
  rights: string[];
}

export interface Offer {
  offer: string;
  conversation: string;
  deadline_at: Iso;
  summary: Conversation;
}

export interface QueueLoad {
  queue: string;
  waiting: number;
  longest_since_at: Iso | null;
}

/** What the server puts into the workspace's page, so that the first paint fetches nothing. */
export interface Island {
  agent: Agent;
  rights: string[];
  token: string;
  locale: string;
  queues: Queue[];
  agents: Agent[];
  teams: Named[];
  tags: Named[];
  templates: Template[];
  outcomes: string[];
  breaks: string[];
  inbox: { mine: Conversation[]; waiting: Conversation[]; team: Conversation[] };
  public_url: string;
}

export type Refused = { ok: false; code: string; error: string };
export type Ack<T> = ({ ok: true } & T) | Refused;
