/** Calls in the agent's language: whom a call is with, how it is now, and how it went. */
import { t } from '../l10n';
import { agentName, meId, queueName } from '../state/centre';
import type { Conversation, Offer } from '../wire';
import { customerLeg, fares, others, ownLeg } from './calls';
import { place } from './part';
import type { Call, CallLeg } from './wire';

/** Whom I talk with: the customer, or a colleague. */
export function withWhom(call: Call): string {
  if (call.direction !== 'internal') return call.customer_name || t('visitor');
  return others(call)[0]?.name || t('somebody');
}

/** How the call is for me now. */
export function lineWords(call: Call): string {
  const own = ownLeg(call);
  if (place.value === 'starting') return t('call-connecting');
  if (place.value === 'returning' || own?.state === 'lost') return t('call-returning');
  if (place.value === 'elsewhere') return t('call-elsewhere');
  const lost = others(call).find((leg) => leg.state === 'lost' && leg.role !== 'supervisor');
  if (lost) return t('call-other-lost', { name: lost.name || t('visitor') });
  if (own?.role === 'supervisor') return t(`call-mode-${own.mode}`);
  switch (call.state) {
    case 'waiting':
    case 'ringing':
      return t('call-ringing');
    case 'held':
      return t('call-held');
    case 'consulting':
      return consultWords(call, own);
    default:
      return t(`call-line-${worstFare(call)}`);
  }
}

function consultWords(call: Call, own: CallLeg | undefined): string {
  const asked = consulted(call);
  if (own?.side === 'main') return t('call-consult-waits', { name: asked?.name ?? t('somebody') });
  if (asked?.state === 'ringing') return t('call-rings', { name: asked.name });
  return t('call-consulting', { name: asked?.name ?? agentName(call.agent) });
}

/** Whom the agent who serves the call asks for advice. */
export function consulted(call: Call): CallLeg | undefined {
  return call.legs.find((leg) => leg.side === 'consult' && leg.party !== call.agent);
}

function worstFare(call: Call): 'good' | 'fair' | 'poor' {
  const seen = call.legs.map((leg) => fares.value[leg.id]);
  return seen.includes('poor') ? 'poor' : seen.includes('fair') ? 'fair' : 'good';
}

/** What a party is doing, for the list of them. */
export function partyWords(call: Call, leg: CallLeg): string {
  if (leg.state === 'ringing') return t('party-ringing');
  if (leg.state === 'connecting') return t('call-connecting');
  if (leg.state === 'lost') return t('call-returning');
  if (leg.role === 'supervisor') return t(`party-${leg.mode}`);
  if (leg.role === 'customer' && hearsMusic(call)) return t('call-held');
  return t(leg.muted ? 'party-muted' : `party-${leg.role}`);
}

function hearsMusic(call: Call): boolean {
  const serving = call.legs.find((leg) => leg.party === call.agent);
  return call.held || (call.state === 'consulting' && serving?.side !== customerLeg(call)?.side);
}

/** Whether a conversation's latest call goes on. */
export function hasCall(row: Pick<Conversation, 'call'>): boolean {
  return row.call !== null && !ENDS.has(row.call.state);
}

/** What a row is about for now: the call that goes on, or the one that was promised. */
export function channelOf(row: Pick<Conversation, 'call' | 'state' | 'channel'>): string {
  if (hasCall(row)) return 'call';
  return row.call?.callback && row.state !== 'closed' ? 'callback' : row.channel;
}

const ENDS = new Set<string>(['ended', 'missed', 'abandoned', 'rejected', 'failed']);

/** Why a row with a live call is in the list. */
export function whyCall(row: Conversation): string {
  if (row.call?.state === 'voicemail') return t('call-voicemail-now');
  if (row.state === 'waiting' || row.state === 'offered') {
    return t('why-queue', { queue: queueName(row.queue) || t('a-queue') });
  }
  return row.agent === meId() ? t('why-call') : t('why-call-with', { name: agentName(row.agent) || t('somebody') });
}

/** Whether an offer is a call that rings now, and not only words. */
export function rings(offer: Offer): boolean {
  return offer.purpose !== undefined || hasCall(offer.summary);
}

/** What is offered, where it is a call. */
export function ringWords(offer: Offer): string {
  const name = agentName(offer.summary.agent) || t('somebody');
  return offer.purpose ? t(`ring-${offer.purpose}`, { name }) : t('offer-call');
}
