// What the microphone tells while it is on: a level to see, a word when nothing comes from it, or when nobody can hear it.

import { measure, microphones } from './microphone.ts';
import { devices, muted, silent, unheard } from './state.ts';

const SILENT_LOOKS = 60;
const SPEECH_LOOKS = 3;
const NOTHING = 0.02;
const SPEECH = 0.3;

let bar: HTMLElement | null = null;
let stopMeasuring: (() => void) | undefined;

/** For a `ref`: the element whose `--level` follows the microphone. Not a signal, because it changes ten times a second. */
export function level(element: HTMLElement | null): void {
  bar = element;
}

export async function attend(stream: MediaStream): Promise<void> {
  let quiet = 0;
  let loud = 0;
  stopMeasuring = measure(stream, (now) => {
    bar?.style.setProperty('--level', `${muted.value ? 0 : now}`);
    quiet = now > NOTHING ? Number.NEGATIVE_INFINITY : quiet + 1;
    loud = muted.value && now > SPEECH ? loud + 1 : 0;
    silent.value = quiet >= SILENT_LOOKS;
    unheard.value = muted.value && (unheard.value || loud >= SPEECH_LOOKS);
  });
  devices.value = await microphones();
}

export function dismiss(): void {
  stopMeasuring?.();
  stopMeasuring = undefined;
}

navigator.mediaDevices?.addEventListener('devicechange', async () => {
  if (devices.value.length) devices.value = await microphones();
});
