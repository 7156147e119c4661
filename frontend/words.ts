/** The wire's facts in the agent's language: why a row is there, what an event says, what a presence is. */
import { hasCall, whyCall } from './call/words';
import { clock, moment, span, t } from './l10n';
import { agentName, meId, queueName } from './state/centre';
import type { Conversation, Event, Presence } from './wire';

/** Why a conversation is in the list, after its channel: "Chat, waiting for you". */
export function whyHere(row: Conversation): string {
  if (hasCall(row)) return t('row-why', { channel: t('channel-call'), why: whyCall(row) });
  const channel = t(`channel-${row.channel}`);
  return t('row-why', { channel, why: reason(row) });
}

function reason(row: Conversation): string {
  if (row.call?.callback && row.state !== 'closed') return t('why-callback');
  if (row.state === 'snoozed')
    return t('why-snoozed', { when: row.snoozed_until_at ? moment(row.snoozed_until_at) : '' });
  if (row.state === 'closed') return t('why-closed');
  if (row.state === 'offered') return t('why-offered', { name: nameOf(row.offer?.agent) });
  if (row.state === 'waiting') {
    return row.left_message ? t('why-left-message') : t('why-queue', { queue: queueName(row.queue) || t('a-queue') });
  }
  if (row.agent !== meId()) return t('why-with', { name: nameOf(row.agent) });
  return row.awaiting === 'agent' ? t('why-you') : row.awaiting === 'customer' ? t('why-customer') : t('why-open');
}

/** "you" for oneself, the name for others. */
export function nameOf(id: string | null | undefined): string {
  return id === meId() ? t('you') : agentName(id) || t('somebody');
}

export function customerName(row: { customer: { name: string } }): string {
  return row.customer.name || t('visitor');
}

export function initials(name: string): string {
  const words = name.split(/\s+/).filter((word) => /\p{L}|\p{N}/u.test(word));
  const letters = [words[0], words.length > 1 ? words.at(-1) : ''].map((word) => [...(word ?? '')][0] ?? '');
  return letters.join('').toLocaleUpperCase() || '?';
}

export function presenceWords(presence: Presence): string {
  if (presence.reason === 'missed') return t('presence-missed');
  const state = t(`presence-${presence.state}`);
  return presence.reason && presence.state === 'break'
    ? t('presence-reason', { state, reason: wordFor('break', presence.reason) })
    : state;
}

/** Facts whose sentence begins with the agent. */
const BEGINS = new Set(['OfferAccepted', 'OfferDeclined', 'OfferExpired']);

/** What happened, as one sentence without a full stop. */
export function factOf(event: Event): string {
  const who = actorName(event);
  const agent =
    event.agent === meId()
      ? t(BEGINS.has(event.type) ? 'you-capital' : 'you')
      : event.agent_name || nameOf(event.agent);
  switch (event.type) {
    case 'ConversationStarted': {
      const page = event.page?.url ? pathOf(event.page.url) : '';
      if (event.left_message) return t('fact-left-message', { who });
      return page ? t('fact-started-from', { who, page }) : t('fact-started', { who });
    }
    case 'ConversationQueued':
      return t('fact-queued', { queue: queueName(event.queue) || t('a-queue') });
    case 'OfferMade':
      return t('fact-offered', { agent });
    case 'OfferAccepted':
      return t('fact-accepted', { agent, waited: span(event.waited_seconds ?? 0) });
    case 'OfferDeclined':
      return t('fact-declined', { agent });
    case 'OfferExpired':
      return t('fact-expired', { agent });
    case 'OfferWithdrawn':
      return t('fact-withdrawn', { agent });
    case 'ConversationAssigned':
      return event.agent === event.actor.id ? t('fact-took', { agent: who }) : t('fact-assigned', { agent, who });
    case 'ConversationTransferred':
      return t('fact-transferred', { who, to: event.to_name || t('somebody') });
    case 'ConversationSnoozed':
      return t('fact-snoozed', { who, when: event.until_at ? moment(event.until_at) : '' });
    case 'ConversationWoken':
      return t('fact-woken');
    case 'ConversationClosed':
      return event.outcome
        ? t('fact-closed-as', { who, outcome: wordFor('outcome', event.outcome) })
        : t('fact-closed', { who });
    case 'ConversationReopened':
      return t('fact-reopened', { who });
    case 'TagsChanged':
      return tagsWords(event, who);
    case 'VisitorInvited':
      return t('fact-invited', { who });
    case 'VisitorLeft':
      return t('fact-left', { who });
    case 'CustomerIntroduced':
      return t('fact-introduced', {
        details: [event.name, event.email, event.phone].filter((each) => typeof each === 'string' && each).join(', '),
      });
    case 'ConversationRedacted':
      return t('fact-redacted', { who });
    default:
      return event.type;
  }
}

function tagsWords(event: Event, who: string): string {
  const added = event.added?.join(', ');
  const removed = event.removed?.join(', ');
  if (added && removed) return t('fact-tags', { who, added, removed });
  return added ? t('fact-tags-added', { who, added }) : t('fact-tags-removed', { who, removed: removed ?? '' });
}

export function actorName(event: Event): string {
  if (event.actor.kind === 'system') return 'Parley';
  if (event.actor.id === meId()) return t('you-capital');
  return event.actor.name || (event.actor.kind === 'customer' ? t('visitor') : t('somebody'));
}

/** How far a message of ours has come, in one word. */
export function markOf(row: Conversation, number: number): string {
  const { delivered, read } = row.marks.customer;
  return t(number <= read ? 'mark-read' : number <= delivered ? 'mark-delivered' : 'mark-sent');
}

/** A page's address without what every page of the site shares. */
export function pathOf(url: string): string {
  try {
    const { pathname, search } = new URL(url);
    return decodeURI(pathname) + search;
  } catch {
    return url;
  }
}

/** The words for a key of the server's (an outcome, a reason for a break); what has none is shown as it is. */
export function wordFor(kind: 'outcome' | 'break', key: string): string {
  const id = `${kind}-${key}`;
  const words = t(id);
  return words === id ? key : words;
}

export function timeLabel(at: string): string {
  return clock(at);
}
