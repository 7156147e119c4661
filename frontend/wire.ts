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

/** A name and an address, as a header gave them. */
export interface Party {
  name: string;
  address: string;
}

export interface Attachment extends File {
  sha256: string;
  cid: string | null;
}

/** What another server said of a mail of ours. */
export interface Bounce {
  message_id: string | null;
  recipient: string;
  status: string;
  words: string;
}

export type DeliveryState = 'queued' | 'sent' | 'delayed' | 'bounced' | 'failed' | 'cancelled';

/** The email that an event of a conversation carries; the event's own text is `reply_text`. */
export interface Email {
  mailbox: string;
  message_id: string;
  in_reply_to: string | null;
  from: Party;
  to: Party[];
  cc: Party[];
  bcc: Party[];
  subject: string;
  text: string;
  reply_text: string;
  html_url: string | null;
  raw_url: string;
  attachments: Attachment[];
  verified: boolean;
  is_auto_reply: boolean;
  is_receipt: boolean;
  is_bounce: boolean;
  bounce: Bounce | null;
  unparsed: string | null;
  due_at: Iso | null;
}

/** One event of a conversation; which optional fields it has follows from its type. */
export interface Event {
  conversation: string;
  number: number;
  type: string;
  at: Iso;
  channel: Channel;
  actor: Actor;
  /** The id its sender gave a message; of a DeliveryChanged, the number of the message that has come further. */
  message?: string | number;
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
  email?: Email | string | null;
  phone?: string | null;
  form?: Record<string, string>;
  earlier?: string | null;
  state?: DeliveryState;
  words?: string;
  page?: SitePage | null;
  what?: ('words' | 'files' | 'audio' | 'identity')[];
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

/** The latest call of a conversation; docs/wire.md has its states. */
export interface CallBrief {
  call: string;
  state: string;
  callback: boolean;
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
  call: CallBrief | null;
  /** Nothing can happen in it any more: its customer was erased. */
  erased: boolean;
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
  id: string;
  /** Hidden from everybody until somebody who may asks for it. */
  masked: boolean;
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
  fields: Record<string, FieldValue>;
  tags: string[];
  note: string;
  lifecycle: Lifecycle;
  vip: boolean;
  owner: string | null;
  organisation: string | null;
  consents: Record<string, boolean>;
  verified: boolean;
  created_at: Iso;
  erased_at: Iso | null;
  rv: number;
}

/** How far erasing a customer has come. */
export interface Erasure {
  customer: string;
  state: 'erasing' | 'erased';
  by: string;
  at: Iso;
  conversations: number;
  done: number;
}

export type FieldValue = string | number | string[];
export type Lifecycle = '' | 'lead' | 'prospect' | 'customer' | 'former';

/** How much there is of a customer; 100 means so many or more. */
export interface Counts {
  conversations: number;
  calls: number;
  emails: number;
}

/** One customer merged into another; `by` is null where a proof did it. */
export interface Merge {
  id: string;
  from: string;
  into: string;
  name: string;
  chosen: string[];
  by: string | null;
  reason: string;
  at: Iso;
  unmerged_at: Iso | null;
  unmerged_by: string | null;
}

/** Who may be the same person. */
export interface LikelySame {
  id: string;
  name: string;
  score: number;
  reasons: ('external' | 'email' | 'phone' | 'name')[];
}

export interface CustomerDetail extends Customer {
  counts: Counts;
  family: string[];
  merges: Merge[];
  suggestions: LikelySame[];
}

export interface Difference {
  field: string;
  ours: unknown;
  theirs: unknown;
  same: boolean;
}

export interface Comparison {
  ours: Customer;
  theirs: Customer;
  /** To the company's own system they are two people. */
  of_two: boolean;
  counts: Counts;
  differences: Difference[];
}

export type FieldKind = 'text' | 'number' | 'date' | 'choice' | 'multi-choice' | 'url' | 'phone' | 'email';

/** A custom field of customers. */
export interface CustomField extends Named {
  key: string;
  kind: FieldKind;
  choices: string[];
  required: boolean;
  masked: boolean;
  right: string | null;
  position: number;
}

/** What another system knows of a customer: facts with their age, or a page of its own; `error` says why they are not newer. */
export interface LookupCard {
  lookup: string;
  name: string;
  kind: 'card' | 'frame';
  /** The address it was asked by; null where there is none. */
  by: string | null;
  proved: boolean;
  found: boolean;
  facts: { label: string; value: string }[];
  url: string | null;
  age_seconds: number | null;
  error: string | null;
}

export interface Organisation extends Named {
  domains: string[];
  note: string;
}

export interface Queue {
  id: string;
  name: string;
  offer_seconds: number;
  reopen_days: number;
  target_seconds: number;
  away_text: string;
  record_calls: boolean;
  call_wait_seconds: number;
  wrap_up_seconds: number;
  favoured?: string[];
  rv: number;
}

export interface Template {
  id: string;
  name: string;
  shortcut: string;
  text: string;
  queue: string | null;
  subject: string;
  footer: string;
  files: File[];
  translations: Record<string, { subject: string; text: string; footer: string }>;
  rv: number;
}

/** A template with its braces filled for one conversation; `missing` names what is not known. */
export interface FilledTemplate {
  subject: string;
  text: string;
  files: File[];
  missing: string[];
}

/** What an email answer to a conversation would be; `problem` says why none can be sent. */
export interface ReplyShown {
  mailbox: string | null;
  sender: Party | null;
  to: Party[];
  cc: Party[];
  subject: string;
  in_reply_to: string | null;
  quoted: string;
  signature: string;
  problem: string | null;
}

export interface MailboxHealth {
  connected: boolean;
  error: string;
  seen_at: Iso | null;
  waiting: number;
  accepted: number;
}

/** A mailbox as every agent may know it; its servers are the administration's. */
export interface Mailbox extends Named {
  address: string;
  queue: string;
  locale: string;
  active: boolean;
  signature: string;
}

/** One step of trying a mail server out, in a sentence. */
export interface Step {
  name: 'dns' | 'connect' | 'tls' | 'login' | 'folder';
  ok: boolean;
  words: string;
}

export interface Trial {
  ok: boolean;
  steps: Step[];
}

export interface MailboxTrial {
  ok: boolean;
  imap: Trial | null;
  smtp: Trial | null;
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
  /** Of a call that rings this agent beside the queue: which, and why. */
  call?: string;
  purpose?: 'answer' | 'internal' | 'consult' | 'add' | 'transfer' | 'return';
  /** What whoever transfers it wrote along. */
  note?: string;
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

/** One row of a customer's timeline; what its type adds is in the conversation's event. */
export interface Touchpoint {
  id: string;
  kind: 'conversation' | 'message' | 'email' | 'note' | 'call' | 'form' | 'page' | 'event' | 'purchase';
  type: string;
  at: Iso;
  channel: string;
  by: Actor['kind'];
  name: string;
  title: string;
  text: string;
  conversation: string | null;
  event: number | null;
}

/** A piece of text and where in it the words that were searched for are. */
export interface Snippet {
  text: string;
  ranges: [number, number][];
}

export interface MessageHit {
  row: Touchpoint;
  customer: string;
  customer_name: string;
  queue: string;
  title: Snippet;
  text: Snippet;
}

/** A customer who was found; `near` if only nearly by what was typed. */
export interface CustomerHit {
  customer: Customer;
  name: Snippet;
  near: boolean;
}

export interface SearchAnswer {
  messages: MessageHit[];
  customers: CustomerHit[];
  next: string | null;
}

export type Refused = { ok: false; code: string; error: string };
export type Ack<T> = ({ ok: true } & T) | Refused;
