/** What an agent does to a conversation besides writing: each act says what happened and offers to take it back. */
import { call, Failure, post, put, remove } from '../api';
import { moment, t } from '../l10n';
import { ask } from '../socket';
import type { Conversation, PresenceState } from '../wire';
import { me, meId, presenceChanged, tags } from './centre';
import { conversationChanged, conversations } from './inbox';
import { toast } from './toasts';

/** Runs an act; a failure says what failed and offers the same act again. Resolves with whether it worked. */
export async function attempt(what: string, act: () => Promise<unknown>): Promise<boolean> {
  try {
    await act();
    return true;
  } catch (failure) {
    if (!(failure instanceof Failure)) throw failure;
    const again = { label: t('retry'), run: () => void attempt(what, act) };
    toast(t('failed-because', { what, why: failure.message }), 'failed', again);
    return false;
  }
}

export interface Target {
  kind: 'agent' | 'queue';
  id: string;
  name: string;
}

export async function assign(conversation: Conversation, target: Target, note: string): Promise<boolean> {
  const body = { [target.kind]: target.id === meId() ? 'me' : target.id, ...(note ? { note } : {}) };
  const done = await attempt(t('act-assign'), () => put(`/conversations/${conversation.id}/assignment`, body));
  if (done) toast(t('assigned-to', { name: target.name }));
  return done;
}

export async function snooze(conversation: Conversation, until: Date): Promise<void> {
  const path = `/conversations/${conversation.id}/snooze`;
  if (!(await attempt(t('act-snooze'), () => put(path, { until: until.toISOString() })))) return;
  toast(t('snoozed-until', { when: moment(until.getTime()) }), 'done', {
    label: t('undo'),
    run: () => void wake(conversation),
  });
}

export async function wake(conversation: Conversation): Promise<void> {
  await attempt(t('act-wake'), () => remove(`/conversations/${conversation.id}/snooze`));
}

export async function close(conversation: Conversation, outcome: string | null): Promise<void> {
  const path = `/conversations/${conversation.id}/closure`;
  if (!(await attempt(t('act-close'), () => put(path, outcome ? { outcome } : {})))) return;
  toast(t('closed-done'), 'done', { label: t('undo'), run: () => void reopen(conversation) });
}

export async function reopen(conversation: Conversation): Promise<boolean> {
  return attempt(t('act-reopen'), () => remove(`/conversations/${conversation.id}/closure`));
}

/** Sets the tags; the row changes at once and back again when the server refuses. */
export async function retag(conversation: Conversation, names: string[]): Promise<void> {
  conversationChanged({ ...conversation, tags: names });
  const done = await attempt(t('act-tags'), () => put(`/conversations/${conversation.id}/tags`, { tags: names }));
  const now = conversations.value.get(conversation.id);
  if (!done && now) conversationChanged({ ...now, tags: conversation.tags });
}

export async function makeTag(name: string): Promise<boolean> {
  return attempt(t('act-tags'), async () => {
    tags.value = [...tags.value, await post<(typeof tags.value)[number]>('/tags', { name })];
  });
}

export async function setPresence(state: PresenceState, reason: string | null = null): Promise<void> {
  const before = me.value.presence;
  presenceChanged({ agent: meId(), state, reason, since_at: new Date().toISOString() });
  const answer = await ask('presence', reason ? { state, reason } : { state });
  if (answer.ok) return;
  presenceChanged({ agent: meId(), ...before });
  const again = { label: t('retry'), run: () => void setPresence(state, reason) };
  toast(t('failed-because', { what: t('act-presence'), why: answer.error }), 'failed', again);
}

export async function signOut(): Promise<void> {
  if (await attempt(t('act-sign-out'), () => call('DELETE', '/session'))) location.assign('/signin');
}

/** An address by which only this customer comes to the conversation's chat, for a day; null where there is none. */
export async function chatLink(conversation: string): Promise<string | null> {
  let url: string | null = null;
  await attempt(t('chat-link'), async () => {
    url = (await post<{ url: string }>(`/conversations/${conversation}/link`)).url;
  });
  return url;
}
