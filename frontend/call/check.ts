/** The microphone and the sound, tried without a call: how loud one is, and one's own voice, sent to the server and back. */
import { signal } from '@preact/signals';
import { type Connection, connection } from '../../talk/connection';
import { ask } from '../socket';
import { measure, microphone, microphones, type Trouble } from './microphone';
import { relays } from './relays';

/** Whether the dialog is open. */
export const checking = signal(false);
export const level = signal(0);
/** Whether there is a microphone to send an echo of. */
export const listening = signal(false);
export const devices = signal<readonly MediaDeviceInfo[]>([]);
export const hindrance = signal<Trouble | null>(null);
export const echo = signal<'off' | 'starting' | 'on' | 'failed'>('off');

let track: MediaStreamTrack | null = null;
let link: Connection | null = null;
let stop: (() => void) | null = null;
let turn = 0;

/** Listens to the chosen microphone until `silence`. */
export async function listen(): Promise<void> {
  silence();
  const mine = ++turn;
  const found = await microphone();
  const missing = typeof found === 'string';
  hindrance.value = missing ? found : null;
  if (missing) return;
  if (mine !== turn || !checking.value) return found.stop();
  track = found;
  stop = measure(found, (now) => (level.value = now));
  listening.value = true;
  devices.value = await microphones();
}

export function silence(): void {
  stopEcho();
  stop?.();
  stop = null;
  track?.stop();
  track = null;
  level.value = 0;
  listening.value = false;
}

/** The server lets one hear oneself for half a minute. */
export function startEcho(): void {
  echo.value = 'starting';
  link = connection({
    relays,
    async answer(offer) {
      const answer = await ask<{ sdp: string }>('call.test', { sdp: offer });
      return answer.ok ? answer.sdp : null;
    },
    told(way) {
      if (way === 'there') echo.value = 'on';
      else stopEcho(way === 'away' ? 'failed' : 'off');
    },
    kept: () => stopEcho('failed'),
  });
  link.speak(track);
}

export function stopEcho(then: 'off' | 'failed' = 'off'): void {
  link?.close();
  link = null;
  echo.value = then;
}
