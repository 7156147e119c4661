// The conversation as this browser knows it: pure functions over numbered events. Nothing is shown twice and nothing is
// missed unknowingly, because every event names the one before it.

import type { ConversationEvent, ConversationState, StoredFile } from '../wire.ts';

export interface Log {
  conversation: string | null;
  /** The number of the last event we have. */
  last: number;
  events: ConversationEvent[];
}

/** A message of ours on its way. It has its number once the server has stored it, and `error` if it was turned down. */
export interface Pending {
  id: string;
  text: string;
  files: StoredFile[];
  leave: boolean;
  at: string;
  number?: number;
  error?: string;
}

export interface Row {
  key: string;
  kind: 'mine' | 'agent' | 'line';
  at: string;
  text: string;
  name: string;
  files: StoredFile[];
  conversation: string | null;
  number: number;
  /** The first of several in a row by the same person. */
  starts: boolean;
  newDay: boolean;
  gone?: boolean;
  pending?: Pending;
}

export function emptyLog(conversation: string | null = null): Log {
  return { conversation, last: 0, events: [] };
}

/** Whether `event` comes next, is known already, or shows that something is missing between. */
export function relation(log: Log, event: ConversationEvent): 'next' | 'known' | 'gap' {
  if (event.conversation !== log.conversation) return 'gap';
  if (event.number <= log.last) return 'known';
  return event.before <= log.last ? 'next' : 'gap';
}

/** `log` with those of `events` that it does not have yet. */
export function extended(log: Log, events: ConversationEvent[]): Log {
  const fresh = events.filter((event) => event.number > log.last);
  const last = fresh.at(-1)?.number;
  return last === undefined ? log : { ...log, last, events: [...log.events, ...fresh] };
}

/** Messages still to be shown as pending: those whose event has not arrived. */
export function unseen(pending: Pending[], log: Log): Pending[] {
  const seen = new Set(log.events.map((event) => event.message));
  return pending.filter(({ id, number }) => !seen.has(id) && !(number && number <= log.last));
}

const STATES: Record<string, ConversationState> = {
  ConversationStarted: 'waiting',
  ConversationQueued: 'waiting',
  ConversationReopened: 'waiting',
  OfferAccepted: 'open',
  ConversationAssigned: 'open',
  ConversationClosed: 'closed',
};

/** The state a conversation is in after `event`, if the event changes it. */
export function stateAfter(event: ConversationEvent): ConversationState | undefined {
  return STATES[event.type];
}

const LINES: Record<string, (event: ConversationEvent) => string> = {
  OfferAccepted: (event) => event.agent_name ?? '',
  ConversationAssigned: (event) => event.agent_name ?? '',
  ConversationTransferred: (event) => event.to_name ?? '',
  ConversationClosed: () => '',
  ConversationReopened: () => '',
  VisitorLeft: () => '',
  CallStarted: () => '',
  CallEnded: (event) => `${event.talked_seconds || ''}`,
  CallbackAsked: () => '',
  VoicemailBegun: () => '',
};

/** Whether the visitor said goodbye and nobody has written since; the agent may still have the conversation open. */
export function saidGoodbye({ events }: Log): boolean {
  return events.findLast(({ type, message }) => message || type === 'VisitorLeft')?.type === 'VisitorLeft';
}

/** What is drawn, oldest first: messages, and a line where somebody comes or goes. */
export function rows(log: Log, pending: Pending[]): Row[] {
  const redacted = new Set(log.events.map((event) => event.redacted).filter(Boolean));
  const shown: Row[] = [];
  const add = (row: Omit<Row, 'starts' | 'newDay' | 'conversation'>) => {
    const above = shown.at(-1);
    const newDay = above ? new Date(above.at).toDateString() !== new Date(row.at).toDateString() : true;
    shown.push({
      ...row,
      conversation: log.conversation,
      newDay,
      starts: newDay || above?.kind !== row.kind || above.name !== row.name,
    });
  };
  for (const event of log.events) {
    const { number, at, type, message, text = '', files = [], actor } = event;
    const common = { key: message ?? `${number}`, at, number };
    if (message && (type === 'MessageReceived' || type === 'MessageSent')) {
      const gone = redacted.has(message) || redacted.has(number);
      const kind = type === 'MessageSent' ? 'agent' : 'mine';
      add({ ...common, kind, name: actor.name, text: gone ? '' : text, files: gone ? [] : files, gone });
    } else if (LINES[type]) add({ ...common, kind: 'line', name: type, text: LINES[type](event), files: [] });
  }
  const mine = log.events.findLast((event) => event.type === 'MessageReceived')?.actor.name ?? '';
  for (const item of unseen(pending, log))
    add({ ...item, key: item.id, kind: 'mine', name: mine, number: item.number ?? 0, pending: item });
  return shown;
}
