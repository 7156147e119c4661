/** What draws attention: sounds, notifications while the page is hidden, the count in the title, the live regions. */
import { effect, signal } from '@preact/signals';
import { t } from './l10n';
import { leading } from './leader';
import { go, route } from './route';
import { play } from './sounds';
import { meId } from './state/centre';
import { conversations, handedOver, unread } from './state/inbox';
import { isQuiet, mailOf } from './state/mail';
import { offer } from './state/offers';
import type { Event, Offer } from './wire';

/** Read by screen readers when it changes: messages politely, offers at once. */
export const spoken = signal('');
export const urgent = signal('');

export function offerCame({ offer: id, conversation, summary }: Offer): void {
  play('offer');
  const name = customerName(conversation) || summary?.customer.name || t('visitor');
  urgent.value = t('offer-spoken', { name });
  notify(t('offer-title', { name }), summary?.preview?.text ?? '', id, () => window.focus());
}

export function offerMissed(): void {
  play('missed');
  urgent.value = t('missed-spoken');
}

/** A customer's words in a conversation of mine, a note that names me, or a conversation handed over to me. */
export function eventCame(event: Event): void {
  const row = conversations.value.get(event.conversation);
  const mail = mailOf(event);
  const theirs = event.type === 'MessageReceived' && row?.agent === meId() && !(mail && isQuiet(mail));
  const named = event.type === 'NoteAdded' && event.mentions?.includes(meId());
  // A transfer to an agent ends in this, too.
  const handed = event.type === 'ConversationAssigned' && event.agent === meId() && event.actor.kind === 'agent';
  if (event.actor.id === meId() || !(theirs || named || handed)) return;
  if (handed && !(route.value.page === 'inbox' && route.value.conversation === event.conversation))
    handedOver(event.conversation);
  const name = event.actor.name || t('visitor');
  const customer = row?.customer.name || t('visitor');
  const text = handed ? t('handed-over', { name: customer }) : event.text || t('a-file');
  play('message');
  spoken.value = t('message-spoken', { name, text });
  notify(name, text, event.conversation, () => {
    window.focus();
    go({ page: 'inbox', conversation: event.conversation });
  });
}

/** Asks once, on a click of the agent's own: browsers refuse to be asked at any other time. */
export function allowNotifications(): void {
  if ('Notification' in window && Notification.permission === 'default') void Notification.requestPermission();
}

export function startTitle(): void {
  effect(() => {
    const count = unread.value + (offer.value ? 1 : 0);
    document.title = count ? `(${count}) Parley` : 'Parley';
  });
}

function notify(title: string, body: string, tag: string, clicked: () => void): void {
  if (!document.hidden || !leading.value) return;
  if (!('Notification' in window) || Notification.permission !== 'granted') return;
  const notice = new Notification(title, { body, tag });
  notice.onclick = () => {
    clicked();
    notice.close();
  };
}

function customerName(conversation: string): string {
  return conversations.value.get(conversation)?.customer.name ?? '';
}
