// What is over can be read again: the visitor's conversations, and any of them from its first event.

import type { ConversationEvent, Earlier } from '../wire.ts';
import { ask } from './line.ts';
import { emptyLog, extended } from './timeline.ts';

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
