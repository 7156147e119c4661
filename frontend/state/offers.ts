/** Offers put to this agent: the one shown first is the oldest; an answer too late is told in words. */
import { computed, signal } from '@preact/signals';
import { expectPart, join } from '../call/phone';
import { rings } from '../call/words';
import { t } from '../l10n';
import { go } from '../route';
import { ask } from '../socket';
import type { Offer } from '../wire';
import { may } from './centre';
import { loadCustomer } from './customers';
import { conversationChanged } from './inbox';
import { toast } from './toasts';

export const offers = signal<readonly Offer[]>([]);
export const offer = computed(() => offers.value[0] ?? null);
export const answering = signal(false);

export function offered(news: Offer): void {
  offers.value = [...offers.value.filter((each) => each.offer !== news.offer), news];
  if (news.summary) conversationChanged(news.summary);
  introduce(news);
}

/** Who it is about is asked for before anybody answers, so that whoever accepts has read it. */
function introduce({ summary }: Offer): void {
  if (summary && may('customers.read')) void loadCustomer(summary.customer.id);
}

/** After a reconnect the server's list is the truth. */
export function offersNow(list: readonly Offer[]): void {
  offers.value = list;
  for (const each of list) introduce(each);
}

export function withdrawn(news: { offer: string }): void {
  offers.value = offers.value.filter((each) => each.offer !== news.offer);
}

export async function accept(chosen: Offer): Promise<void> {
  if (answering.value) return;
  answering.value = true;
  expectPart(rings(chosen));
  const answer = await ask<{ conversation: string; call?: string; leg?: string }>('accept', { offer: chosen.offer });
  answering.value = false;
  expectPart(false);
  if (answer.ok) {
    withdrawn(chosen);
    if (answer.call && answer.leg) void join(answer.call, answer.leg);
    go({ page: 'inbox', conversation: answer.conversation ?? chosen.conversation });
  } else if (answer.code === 'offline' || answer.code === 'no_answer') {
    toast(answer.error, 'failed');
  } else {
    withdrawn(chosen);
    toast(answer.code === 'offer_taken' ? t('offer-taken') : answer.error || t('offer-over'));
  }
}

export async function decline(chosen: Offer): Promise<void> {
  const answer = await ask('decline', { offer: chosen.offer });
  if (answer.ok || answer.code.startsWith('offer_')) withdrawn(chosen);
  else toast(answer.error, 'failed');
}
