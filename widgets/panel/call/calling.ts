// The visitor's side of a call, from the first press to the end of it: the microphone, the leg's connection and its return
// after a reload or a bad network. What the call is, the server says; here is only how this tab takes part.

import { type Connection, connection, type Way } from '../../../talk/connection.ts';
import { leaveFloor, takeFloor } from '../../../talk/floor.ts';
import type { Quality, VisitorCall } from '../../wire.ts';
import { connect } from '../chat.ts';
import { store, tabStorage, tell } from '../host.ts';
import { island } from '../island.ts';
import { ask, leads } from '../line.ts';
import { agreeAgain, introduce } from '../outbox.ts';
import { follow } from '../reading.ts';
import { batch, effect } from '../signal.ts';
import { calling, complaint, call as current, online as isOnline, silent, view } from '../state.ts';
import { t } from '../texts.ts';
import { attend, dismiss } from './listening.ts';
import { microphone, type Trouble } from './microphone.ts';
import { relays } from './relays.ts';
import { ring, stopRinging } from './ring.ts';
import * as screen from './state.ts';

const CONFIRM_MS = 1500;
const GOODBYE_MS = 1500;
const JOIN_MS = 6000;
const AGAIN_MS = 2000;
const SECOND_MS = 1000;

interface Part {
  call: string;
  leg: string;
}

/** In this tab's storage: the call it had before a reload. */
const MINE = `parley-call:${island.key}`;

let stream: MediaStream | undefined;
/** The call and the leg that we join with. */
let part: Part | null = null;
let link: Connection | undefined;
/** A connection on its way to take the place of `link`, which may itself come back meanwhile. */
let coming: Connection | undefined;
let retry = 0;
/** The call that we are hanging up on: what is told of it before its end changes nothing. */
let leaving = '';
/** They hung up before there was a call. */
let abandoned = false;
let confirmed = false;

// What the server tells ---------------------------------------------------------------------------------------------------

export function heard(told: VisitorCall): void {
  confirmed = true;
  if (told.ended_at) finish(told);
  else if (told.call !== leaving) batch(() => takePart(told));
}

function takePart(told: VisitorCall): void {
  current.value = told;
  const { leg_state } = told;
  if (leg_state === 'ringing') rung();
  else stopRinging();
  if (leg_state !== 'ringing' && screen.place.value === 'none') resume(told);
  else if (leg_state === 'lost' && stream) void rejoin();
}

/** The socket is back. Had the call ended meanwhile, nobody would tell us any more. */
export function welcomed(told?: VisitorCall | null): void {
  confirmed = false;
  if (told) heard(told);
  else setTimeout(() => confirmed || gone(), CONFIRM_MS);
}

export function fared({ loss_in, loss_out, jitter_ms, rtt_ms }: Quality): void {
  const loss = Math.max(loss_in, loss_out);
  const delay = rtt_ms ?? 0;
  screen.fare.value =
    loss > 0.08 || delay > 600 ? 'poor' : loss > 0.02 || delay > 300 || jitter_ms > 60 ? 'fair' : 'good';
}

/** A ring opens the panel, because somebody waits for the answer. */
function rung(): void {
  if (screen.place.value === 'elsewhere') screen.place.value = 'none';
  if (!leads()) return;
  tell({ type: 'show' });
  if (!silent.value) ring();
}

function resume({ call }: VisitorCall): void {
  if (tabStorage()?.getItem(MINE) === JSON.stringify(call)) void enter();
  else if (!abandoned) screen.place.value = 'elsewhere';
}

function gone(): void {
  const call = current.value;
  if (call && calling.value) finish({ ...call, state: 'ended', reason: null, ended_at: new Date().toISOString() });
}

function finish(ended: VisitorCall): void {
  if (ended.call !== current.value?.call && ended.call !== leaving) return;
  abandoned = false;
  const here = screen.place.value !== 'elsewhere';
  drop();
  leaving = '';
  screen.place.value = 'none';
  current.value = here ? ended : null;
  tell({ type: 'tell', name: 'call', data: { state: ended.state } });
}

// What the visitor does ---------------------------------------------------------------------------------------------------

/** Into a call: a new one, the one that rings, or the one that goes on; `steal` takes it from another tab. */
export async function enter(steal = false): Promise<void> {
  if (stream || screen.place.value === 'asking') return;
  const before = screen.place.value;
  abandoned = false;
  batch(() => {
    stopRinging();
    screen.trouble.value = null;
    screen.place.value = 'asking';
  });
  const found = await microphone(screen.device.value);
  if (!isWaitedFor(found, before)) return;
  use(found);
  screen.place.value = 'starting';
  if (!(await takeFloor(MINE, steal, lostFloor))) return lostFloor();
  const own = await ownPart();
  if (own && abandoned) return end(own.call);
  abandoned = false;
  if (!own || !stream) return quit();
  part = own;
  store(tabStorage(), MINE, part.call);
  await rejoin();
}

/** Whether there is a microphone and somebody who still wants to call: they may hang up while the browser asks. */
function isWaitedFor(found: MediaStream | Trouble, before: screen.Place): found is MediaStream {
  const wanted = screen.place.value === 'asking';
  if (typeof found !== 'string') {
    if (!wanted) stop(found);
    return wanted;
  }
  batch(() => {
    screen.trouble.value = found;
    screen.place.value = calling.value && current.value?.leg_state !== 'ringing' ? 'elsewhere' : before;
  });
  return false;
}

/** The call and leg to join with: of the call that goes on, else of one that begins or that rings. */
async function ownPart(): Promise<Part | null> {
  const call = current.value;
  if (call?.leg && calling.value && call.leg_state !== 'ringing') {
    view.value = 'talk';
    return { call: call.call, leg: call.leg };
  }
  if (!(await online())) return null;
  agreeAgain();
  if (!(await introduce())) return null;
  const notice = island.calls?.notice?.version;
  const answer = await ask<Part & { conversation: string }>('call.start', { ...(notice && { notice }) });
  batch(() => {
    complaint.value = answer.ok ? '' : answer.error || t('offline');
    if (!answer.ok) return;
    view.value = 'talk';
    follow(answer.conversation);
  });
  return answer.ok ? { call: answer.call, leg: answer.leg } : null;
}

export async function hangUp(): Promise<void> {
  const call = current.value;
  abandoned = !calling.value && screen.place.value === 'starting';
  drop();
  screen.place.value = 'none';
  if (call && calling.value) await end(call.call);
}

async function end(call: string): Promise<void> {
  leaving = call;
  const answer = await ask('call.end', { call });
  if (!answer.ok) gone();
}

export function mute(on: boolean): void {
  screen.muted.value = on;
  for (const track of stream?.getTracks() ?? []) track.enabled = !on;
  void ask('call.mute', { on });
}

export function press(digit: string): void {
  screen.pressed.value += digit;
  void ask('call.keys', { digits: digit });
}

export const leaveWords = () => ask('call.voicemail');
export const askBack = () => ask('call.callback');

/** Another microphone, in the middle of a call or before it. */
export async function choose(id: string): Promise<void> {
  screen.device.value = id;
  if (!stream) return;
  const found = await microphone(id);
  if (typeof found === 'string') screen.trouble.value = found;
  else if (stream) use(found);
  else stop(found);
}

/** The browser lets sound through after a touch. */
export function hear(): void {
  screen.kept.value = false;
  void link?.play().then((plays) => (screen.kept.value ||= !plays));
}

/** The ended call leaves the screen. */
export function done(): void {
  current.value = null;
}

// The sound ---------------------------------------------------------------------------------------------------------------

function use(found: MediaStream): void {
  const [track] = found.getAudioTracks() as [MediaStreamTrack];
  dismiss();
  if (stream) stop(stream);
  stream = found;
  screen.muted.value = !!calling.value && !!current.value?.muted;
  track.enabled = !screen.muted.value;
  track.onended = () => choose(''); // unplugged: the browser's next one
  for (const end of [link, coming]) end?.speak(track);
  void attend(found);
}

/** A new connection for the same leg. The server puts it in the old one's place, and nobody else notices. */
async function rejoin(): Promise<void> {
  clearTimeout(retry);
  if (coming) return;
  if (screen.place.value === 'there') screen.place.value = 'returning';
  if (!(await online())) return;
  const own = part;
  const [track] = stream?.getAudioTracks() ?? [];
  if (!track || !own || coming) return;
  const made: Connection = connection({
    video: current.value?.video ?? island.calls?.video,
    relays,
    async answer(sdp) {
      const answer = await ask<{ sdp: string }>('call.offer', { ...own, sdp });
      return answer.ok ? answer.sdp : null;
    },
    told: (way) => moved(made, way),
    kept: () => (screen.kept.value = true),
  });
  coming = made;
  made.speak(track);
  retry = window.setTimeout(() => moved(made, 'away'), JOIN_MS);
}

function moved(from: Connection, way: Way): void {
  if (way === 'there') {
    if (from === coming) replace(from);
    if (from === link) screen.place.value = 'there';
  } else if (from === coming) {
    coming = undefined;
    from.close();
    clearTimeout(retry);
    retry = window.setTimeout(rejoin, AGAIN_MS);
  } else if (from === link && way === 'away') void rejoin();
  else if (from === link && !coming) setTimeout(goodbye, GOODBYE_MS, from);
}

function replace(from: Connection): void {
  clearTimeout(retry);
  link?.close();
  link = from;
  coming = undefined;
  screen.picture.value = from.picture;
}

/** The server closed our connection and the call goes on: it is lost and comes back, or another window has it now. */
function goodbye(from: Connection): void {
  if (from !== link || coming || !calling.value) return;
  if (current.value?.leg_state === 'lost') void rejoin();
  else lostFloor();
}

/** Another tab or window has the call. */
function lostFloor(): void {
  drop();
  screen.place.value = calling.value ? 'elsewhere' : 'none';
}

/** There is nothing to join: the microphone is switched off again. */
function quit(): void {
  drop();
  screen.place.value = 'none';
}

function drop(): void {
  clearTimeout(retry);
  stopRinging();
  dismiss();
  for (const end of [link, coming]) end?.close();
  link = coming = undefined;
  if (stream) stop(stream);
  stream = undefined;
  part = null;
  leaveFloor();
  tabStorage()?.removeItem(MINE);
  batch(() => {
    screen.kept.value = screen.keypad.value = screen.muted.value = screen.silent.value = screen.unheard.value = false;
    screen.pressed.value = '';
    screen.picture.value = null;
    screen.fare.value = null;
  });
}

function stop(found: MediaStream): void {
  for (const track of found.getTracks()) {
    track.onended = null;
    track.stop();
  }
}

// Waiting -----------------------------------------------------------------------------------------------------------------

/** Whether there is a line to the server; there is none where it refused us for good. */
async function online(): Promise<boolean> {
  connect();
  await until(() => isOnline.value !== false);
  return isOnline.value === true;
}

/** Resolves with the first value of `look` that is something. */
function until<Value>(look: () => Value): Promise<Value> {
  return new Promise((resolve) => {
    const leave = effect(() => {
      const value = look();
      if (!value) return;
      queueMicrotask(() => leave());
      resolve(value);
    });
  });
}

let ticking = 0;
effect(() => {
  clearInterval(ticking);
  if (calling.value) ticking = window.setInterval(() => (screen.instant.value = Date.now()), SECOND_MS);
});
