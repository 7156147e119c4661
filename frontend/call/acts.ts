/** What an agent asks of a call. The answer is the call's next state; a refusal is said in words. */
import { Failure, post } from '../api';
import { copy } from '../clipboard';
import { t } from '../l10n';
import { go } from '../route';
import { ask } from '../socket';
import { attempt, type Target } from '../state/acts';
import { toast } from '../state/toasts';
import { enter } from './phone';
import type { Call, CallLeg } from './wire';

/** Asks one thing of a call; resolves with whether it was done. */
async function asks(event: string, call: Call, more: object = {}): Promise<boolean> {
  const answer = await ask(event, { call: call.call, ...more });
  if (!answer.ok) toast(answer.error, 'failed');
  return answer.ok;
}

export const hold = (call: Call, on: boolean) => asks('call.hold', call, { on });
export const swap = (call: Call) => asks('call.swap', call);
export const merge = (call: Call) => asks('call.merge', call);
export const cancelConsult = (call: Call) => asks('call.cancel', call);
export const complete = (call: Call, note: string) => asks('call.complete', call, { note });
export const consult = (call: Call, agent: string) => asks('call.consult', call, { to: { agent } });
export const add = (call: Call, agent: string) => asks('call.add', call, { agent });
export const remove = (call: Call, leg: CallLeg) => asks('call.remove', call, { leg: leg.id });
export const record = (call: Call, state: Call['recording']) => asks('call.record', call, { state });
export const press = (call: Call, digits: string) => asks('call.keys', call, { digits });

export async function transfer(call: Call, to: Target, note: string): Promise<boolean> {
  const done = await asks('call.transfer', call, { to: { [to.kind]: to.id }, note });
  if (done) toast(t('call-transferred', { name: to.name }));
  return done;
}

/** Calls the visitor of a conversation, who is on the site. */
export const callVisitor = (conversation: string) => enter('call.start', { conversation });

export async function callColleague(agent: string): Promise<void> {
  const mine = await enter('call.start', { agent });
  if (mine) go({ page: 'inbox', conversation: mine.conversation });
}

export type Supervising = 'listen' | 'whisper' | 'join' | 'takeover';

export async function supervise(call: string, how: Supervising): Promise<void> {
  const mine = await enter(`call.${how}`, { call });
  if (mine && how === 'takeover') go({ page: 'inbox', conversation: mine.conversation });
}

/** Puts a link into the clipboard, by which the customer of a conversation calls in it within a day. */
export async function copyTalkLink(conversation: string): Promise<void> {
  const what = t('call-link');
  await attempt(what, async () => {
    const { url } = await post<{ url: string }>(`/conversations/${conversation}/talk-link`);
    if (!(await copy(url))) throw new Failure('clipboard', url);
    toast(t('call-link-copied'));
  });
}
