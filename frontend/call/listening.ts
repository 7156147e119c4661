/** What my microphone tells while it is on: how loud I am, and that I speak although I am muted. */
import { measure } from './microphone';
import { loudness, muted, unheard } from './part';

const SPEECH = 0.3;
const SPEECH_LOOKS = 3;

let stop: (() => void) | null = null;

export function attend(track: MediaStreamTrack): void {
  let loud = 0;
  stop = measure(track, (level) => {
    loudness.value = muted.value ? 0 : level;
    loud = muted.value && level > SPEECH ? loud + 1 : 0;
    unheard.value = muted.value && (unheard.value || loud >= SPEECH_LOOKS);
  });
}

export function dismiss(): void {
  stop?.();
  stop = null;
  loudness.value = 0;
  unheard.value = false;
}
