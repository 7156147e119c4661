// Reading: events are put in their place, and what is missing is fetched.

import type { ConversationEvent } from '../wire.ts';
import { ask, keep } from './line.ts';
import { batch } from './signal.ts';
import * as now from './state.ts';
import { emptyLog, extended, stateAfter } from './timeline.ts';

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
