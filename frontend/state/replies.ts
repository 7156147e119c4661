/** What an email answer to each open conversation would be: asked of the server, and as the agent has changed it. */
import { type Signal, signal } from '@preact/signals';
import { Failure, get } from '../api';
import type { ReplyShown } from '../wire';
import { type Envelope, envelopeOf } from './envelope';

export interface Reply {
  shown: Signal<ReplyShown | null>;
  failure: Signal<Failure | null>;
  /** As the agent changed it; null while it is what the server proposes. */
  changed: Signal<Envelope | null>;
}

const replies = new Map<string, Reply>();

export function replyTo(conversation: string): Reply {
  let reply = replies.get(conversation);
  if (!reply) {
    reply = { shown: signal(null), failure: signal(null), changed: signal(null) };
    replies.set(conversation, reply);
  }
  return reply;
}

/** Asks what an answer would be now; a new mail may change it, but never what the agent has changed. */
export async function loadReply(conversation: string): Promise<void> {
  const reply = replyTo(conversation);
  try {
    reply.shown.value = await get<ReplyShown>(`/conversations/${conversation}/reply`);
    reply.failure.value = null;
  } catch (failure) {
    if (!(failure instanceof Failure)) throw failure;
    reply.failure.value = failure;
  }
}

export function canMail({ shown }: Reply): boolean {
  return shown.value !== null && !shown.value.problem;
}

/** Why no email can be sent, in words; null when one can, or while that is not known. */
export function whyNoMail({ shown, failure }: Reply): string | null {
  return shown.value ? shown.value.problem : (failure.value?.message ?? null);
}

/** The envelope shown: the agent's, else the proposed one. */
export function envelopeNow({ shown, changed }: Reply): Envelope | null {
  return changed.value ?? (shown.value && envelopeOf(shown.value));
}
