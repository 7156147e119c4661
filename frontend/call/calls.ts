/** What the server tells of calls: each live one I may know of, how loud and how good its legs are, and the keys pressed. */
import { computed, signal } from '@preact/signals';
import { Failure, get } from '../api';
import { meId } from '../state/centre';
import type { Call, CallDetail, CallLeg, CallLevels, CallQuality } from './wire';

/** Within this time of a welcome the server has told of my calls. */
const TOLD_MS = 1_500;

export type Fare = 'good' | 'fair' | 'poor';

export const calls = signal<ReadonlyMap<string, Call>>(new Map());

/** How loud each leg is in dBov, from -127 (nothing) to 0. */
export const levels = signal<Readonly<Record<string, number>>>({});
export const fares = signal<Readonly<Record<string, Fare>>>({});
/** The digits that others pressed in my call. */
export const pressed = signal('');

/** The call that I take part in. */
export const current = computed(() => [...calls.value.values()].find((call) => ownLeg(call)) ?? null);

/** My own leg in a call that I have joined. */
export function ownLeg(call: Call): CallLeg | undefined {
  return call.legs.find((leg) => leg.party === meId() && leg.state !== 'ringing');
}

export function customerLeg(call: Call): CallLeg | undefined {
  return call.legs.find((leg) => leg.role === 'customer');
}

/** Everybody in it but me. */
export function others(call: Call): CallLeg[] {
  return call.legs.filter((leg) => leg.party !== meId());
}

/** After the line was down: what the server tells of my calls at once is so; what it does not tell may be over. */
export function callsWelcomed(): void {
  const before = current.value;
  if (!before) return;
  setTimeout(() => {
    if (calls.value.get(before.call) === before) void lookAgain(before.call);
  }, TOLD_MS);
}

/** Asks how a call is now; resolves with whether there was an answer. */
export async function lookAgain(call: string): Promise<boolean> {
  try {
    callChanged(await get<CallDetail>(`/calls/${call}`));
    return true;
  } catch (failure) {
    if (!(failure instanceof Failure)) throw failure;
    return false;
  }
}

export function callChanged(call: Call): void {
  const known = new Map(calls.value);
  if (call.ended_at) known.delete(call.call);
  else known.set(call.call, call);
  calls.value = known;
}

export function levelsChanged(news: CallLevels): void {
  if (news.call === current.value?.call) levels.value = news.levels;
}

export function qualityChanged(news: CallQuality): void {
  if (news.call === current.value?.call) fares.value = { ...fares.value, [news.leg]: fareOf(news) };
}

export function keysPressed(news: { call: string; digits: string }): void {
  if (news.call === current.value?.call) pressed.value += news.digits;
}

/** What belongs to one call only. */
export function forgetSound(): void {
  levels.value = {};
  fares.value = {};
  pressed.value = '';
}

/** Losses above 8 % or a round trip above 0.6 s are heard by everybody; Opus hides most of what is below 2 %. */
export function fareOf({ loss_in, loss_out, jitter_ms, rtt_ms }: CallQuality): Fare {
  const loss = Math.max(loss_in, loss_out);
  const trip = rtt_ms ?? 0;
  if (loss > 0.08 || trip > 600) return 'poor';
  return loss > 0.02 || trip > 300 || jitter_ms > 60 ? 'fair' : 'good';
}
