/** Asks for the inbox again after the line was down: what changed meanwhile is in no event this browser will get. */
import { Failure, get } from '../api';
import type { Conversation } from '../wire';
import { conversations } from './inbox';

const LIVE_STATES = 'waiting,offered,open,snoozed';
const MOST = 200;

/** Takes the server's list; rows known before and absent now are closed or no longer ours to see. */
export async function freshInbox(before: ReadonlyMap<string, Conversation>): Promise<void> {
  try {
    const { items, next } = await get<{ items: Conversation[]; next: string | null }>(
      `/conversations?state=${LIVE_STATES}&limit=${MOST}`,
    );
    const fresh = new Map(items.map((each) => [each.id, each]));
    const kept = [...conversations.value].filter(([id, row]) => !fresh.has(id) && (next || row !== before.get(id)));
    conversations.value = new Map([...kept, ...fresh]);
  } catch (failure) {
    // The line went down again; the next connect asks again.
    if (!(failure instanceof Failure)) throw failure;
  }
}
