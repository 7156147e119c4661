/**
 * This tab's part in a call: the microphone, the connection of my leg, and its return after a reload, a cut, or a dead media
 * process. What the call is, the server says (calls.ts); here is only how this browser takes part in it.
 */
import { batch, effect } from '@preact/signals';
import { type Connection, connection, type Way } from '../../talk/connection';
import { leaveFloor, takeFloor } from '../../talk/floor';
import { ask } from '../socket';
import { toast } from '../state/toasts';
import { current, forgetSound, lookAgain, ownLeg } from './calls';
import { attend, dismiss } from './listening';
import { chosen, microphone } from './microphone';
import { kept, muted, picture, place, trouble } from './part';
import { relays } from './relays';
import { serve } from './served';
import type { Call, CallLeg, Part } from './wire';

const MINE = 'parley.call';
const JOIN_MS = 6_000;
const AGAIN_MS = 1_500;

let part: Omit<Part, 'conversation'> | null = null;
let voice: MediaStreamTrack | null = null;
let link: Connection | null = null;
/** A connection that may take the place of `link`, which may itself come back meanwhile. */
let coming: Connection | null = null;
let timer = 0;
let last: Call | null = null;

/** Follows the server: joins again what this tab had, and leaves what is over. */
export function startPhone(): void {
  effect(() => {
    const call = current.value;
    const leg = call && ownLeg(call);
    const before = last;
    last = call;
    // What follows changes signals that this effect must not be run again for.
    queueMicrotask(() => {
      if (before && before.call !== call?.call) over(before);
      if (call && leg) take(call, leg);
    });
  });
  effect(() => {
    chosen.value;
    queueMicrotask(() => voice && void findVoice());
  });
}

function take(call: Call, leg: CallLeg): void {
  muted.value = leg.muted;
  if (part?.leg === leg.id) {
    listenOnly(leg);
    if (leg.state === 'lost' && place.value === 'there') void rejoin();
  } else if (sessionStorage.getItem(MINE) === call.call || leg.state === 'lost') void join(call.call, leg.id);
  else if (!joining) place.value = 'elsewhere';
}

// Joining -----------------------------------------------------------------------------------------------------------------

let joining = false;

/** Takes part with the sound of this tab; `steal` takes it over from another tab. */
export async function join(call: string, leg: string, steal = false): Promise<void> {
  if (joining || part?.leg === leg) return;
  joining = true;
  const before = place.value;
  place.value = 'starting';
  const mine = await takeFloor('parley.phone', steal, lostFloor);
  joining = false;
  if (!mine) {
    place.value = before === 'none' ? 'elsewhere' : before;
    return;
  }
  silence();
  part = { call, leg };
  serve(null);
  sessionStorage.setItem(MINE, call);
  void rejoin();
  await findVoice();
}

/** Asks for a part in a call and takes it. Resolves with whether there is one. */
export async function enter(event: string, payload: object): Promise<Part | null> {
  joining = true;
  const answer = await ask<Part>(event, payload);
  joining = false;
  if (answer.ok) {
    void join(answer.call, answer.leg);
    return answer;
  }
  toast(answer.error, 'failed');
  return null;
}

/** While the answer to an offer is on its way, what is told of its call is no other tab's. */
export function expectPart(expected: boolean): void {
  joining = expected;
}

/** Who only listens needs no microphone, and must not look as if they had one. */
const isListening = () => current.value !== null && ownLeg(current.value)?.mode === 'listen';

function listenOnly(leg: CallLeg): void {
  if (leg.mode === 'listen' ? voice : !voice && !trouble.value && place.value === 'there') void findVoice();
}

/** The microphone, which may take its time: the call does not wait for it. */
export async function findVoice(): Promise<void> {
  if (isListening()) return useVoice(null);
  const found = await microphone();
  const missing = typeof found === 'string';
  if (!part) {
    if (!missing) found.stop();
    return;
  }
  trouble.value = missing ? found : null;
  useVoice(missing ? null : found);
}

function useVoice(track: MediaStreamTrack | null): void {
  dismiss();
  endVoice();
  voice = track;
  speak();
  if (!track) return;
  track.enabled = !muted.value;
  track.onended = () => void findVoice(); // unplugged: the browser's next one
  attend(track);
}

function speak(): void {
  for (const each of [link, coming]) each?.speak(voice);
}

function endVoice(): void {
  if (!voice) return;
  voice.onended = null;
  voice.stop();
  voice = null;
}

/** A new connection for the same leg: the server puts it in the place of the old one, and nobody else notices. */
async function rejoin(): Promise<void> {
  clearTimeout(timer);
  const own = part;
  if (coming || !own) return;
  if (place.value === 'there') place.value = 'returning';
  const made: Connection = connection({
    video: current.value?.video ?? false,
    relays,
    async answer(offer) {
      const answer = await ask<{ sdp: string }>('call.offer', { call: own.call, leg: own.leg, sdp: offer });
      return answer.ok ? answer.sdp : null;
    },
    told: (way) => moved(made, way),
    kept: () => (kept.value = true),
  });
  coming = made;
  made.speak(voice);
  timer = window.setTimeout(() => moved(made, 'away'), JOIN_MS);
}

function moved(from: Connection, way: Way): void {
  if (way === 'there') {
    if (from === coming) replace(from);
    if (from === link) place.value = 'there';
  } else if (from === coming) {
    coming = null;
    from.close();
    clearTimeout(timer);
    timer = window.setTimeout(rejoin, AGAIN_MS);
  } else if (from === link && way === 'away') void rejoin();
  else if (from === link && !coming) timer = window.setTimeout(() => void goodbye(from), AGAIN_MS);
}

function replace(from: Connection): void {
  clearTimeout(timer);
  link?.close();
  link = from;
  coming = null;
  picture.value = from.picture;
}

/** The server closed our connection: the call is over, or my leg is lost and comes back, or another browser has it now. */
async function goodbye(from: Connection): Promise<void> {
  if (from !== link || !current.value) return;
  if (!(await lookAgain(current.value.call))) {
    timer = window.setTimeout(() => void goodbye(from), AGAIN_MS);
    return;
  }
  const leg = current.value && ownLeg(current.value);
  if (from !== link || coming || !leg) return;
  if (leg.state === 'lost') void rejoin();
  else lostFloor();
}

// Being there -------------------------------------------------------------------------------------------------------------

/** My own voice, at once; the server makes it true for everybody. */
export async function mute(on: boolean): Promise<void> {
  if (!part) return;
  muted.value = on;
  if (voice) voice.enabled = !on;
  const answer = await ask('call.mute', { call: part.call, on });
  if (answer.ok) return;
  muted.value = !on;
  if (voice) voice.enabled = on;
  toast(answer.error, 'failed');
}

/** The browser lets the sound through after a touch. */
export async function play(): Promise<void> {
  kept.value = !(await link?.play());
}

/** Hangs up; the server's word ends it here, too. */
export async function hangUp(call: Call): Promise<void> {
  const answer = await ask('call.end', { call: call.call });
  if (!answer.ok && answer.code !== 'not_found') toast(answer.error, 'failed');
}

// Leaving -----------------------------------------------------------------------------------------------------------------

function over(call: Call): void {
  const leg = ownLeg(call);
  const wasHere = part?.call === call.call;
  drop();
  place.value = 'none';
  if (wasHere && call.answered_at && call.direction !== 'internal' && leg?.role === 'agent') serve(call);
}

function lostFloor(): void {
  drop();
  place.value = current.value ? 'elsewhere' : 'none';
}

function silence(): void {
  clearTimeout(timer);
  dismiss();
  endVoice();
  for (const each of [link, coming]) each?.close();
  link = coming = null;
  picture.value = null;
}

function drop(): void {
  silence();
  part = null;
  leaveFloor();
  sessionStorage.removeItem(MINE);
  batch(() => {
    trouble.value = null;
    muted.value = kept.value = false;
    forgetSound();
  });
}
