// Reading: events are put in their place, what is missing is fetched, and what is over can be read again.

import type { ConversationEvent, Earlier, StoredFile } from '../wire.ts';
import { ask, keep } from './line.ts';
import { batch } from './signal.ts';
import * as now from './state.ts';
import { emptyLog, extended, type Row, stateAfter } from './timeline.ts';

let catching = false;

/** Turns to another conversation: a new one was started, here or in another tab. */
export function follow(conversation: string): void {
  if (now.log.value.conversation === conversation) return;
  now.log.value = emptyLog(conversation);
  now.marks.value = now.NO_MARKS;
}

export function take(events: ConversationEvent[]): void {
  now.log.value = extended(now.log.value, events);
  for (const event of events) {
    const state = stateAfter(event);
    if (event.type === 'VisitorLeft') keep({ live: false });
    if (event.type === 'MessageReceived') keep({ live: true });
    if (!state) continue;
    if (event.agent && event.agent_name) now.agent.value = { id: event.agent, name: event.agent_name };
    if (state === 'waiting') now.agent.value = null;
    else now.place.value = null;
    now.state.value = state;
    now.left.value = state === 'waiting' && (event.left_message ?? now.left.value);
    keep({ live: state !== 'closed' });
  }
}

/** Fetches what is missing, from the last number we have until there is no more. */
export async function catchUp(): Promise<void> {
  if (catching) return;
  catching = true;
  for (;;) {
    const { conversation, last } = now.log.value;
    const answer = await ask<{ events: ConversationEvent[] }>('resume', { conversation, after: last });
    if (!answer.ok || !answer.events.length) break;
    if (now.log.value.conversation === conversation) batch(() => take(answer.events));
  }
  catching = false;
}

export async function earlier(): Promise<Earlier[]> {
  const answer = await ask<{ conversations: Earlier[] }>('history');
  return answer.ok ? answer.conversations : [];
}

/** A closed or earlier conversation from its first event. */
export async function whole(conversation: string): Promise<ConversationEvent[]> {
  let read = emptyLog(conversation);
  for (;;) {
    const answer = await ask<{ events: ConversationEvent[] }>('resume', { conversation, after: read.last });
    if (!answer.ok || !answer.events.length) return read.events;
    read = extended(read, answer.events);
  }
}

/** A fresh link for a file of a message; links live five minutes. */
export async function freshUrl(file: StoredFile, { conversation, number }: Row): Promise<string> {
  const answer = await ask<{ events: ConversationEvent[] }>('resume', { conversation, after: number - 1 });
  const files = answer.ok ? answer.events.flatMap((event) => event.files ?? []) : [];
  return files.find(({ id }) => id === file.id)?.url ?? file.url;
}
