/** The microphone: asked for, or the honest reason why there is none; which ones there are; and how loud one is. */
import { effect, signal } from '@preact/signals';

export type Trouble = 'unable' | 'denied' | 'missing' | 'busy';

const CHOSEN = 'parley.microphone';
const LOOK_MS = 100;
const REASONS: Record<string, Trouble> = {
  NotAllowedError: 'denied',
  SecurityError: 'denied',
  NotFoundError: 'missing',
  OverconstrainedError: 'missing',
};

/** The device chosen in this browser; empty is the browser's own choice. */
export const chosen = signal(localStorage.getItem(CHOSEN) ?? '');
effect(() => localStorage.setItem(CHOSEN, chosen.value));

export async function microphone(device = chosen.value): Promise<MediaStreamTrack | Trouble> {
  if (!navigator.mediaDevices) return 'unable';
  const cleaned = { echoCancellation: true, noiseSuppression: true, autoGainControl: true };
  const audio = { ...cleaned, ...(device && { deviceId: { exact: device } }) };
  try {
    const stream = await navigator.mediaDevices.getUserMedia({ audio });
    return stream.getAudioTracks()[0] ?? 'missing';
  } catch (error) {
    // A headset that was left at home must not leave its owner unheard.
    if (device && (error as DOMException).name === 'OverconstrainedError') return microphone('');
    return REASONS[(error as DOMException).name] ?? 'busy';
  }
}

/** The microphones there are; browsers name none before one was allowed. */
export async function microphones(): Promise<MediaDeviceInfo[]> {
  const devices = await (navigator.mediaDevices?.enumerateDevices() ?? []);
  return devices.filter(({ kind, deviceId }) => kind === 'audioinput' && deviceId);
}

/** Tells ten times a second how loud a track is, from 0 to 1, also while it is muted. Gives the way to stop. */
export function measure(track: MediaStreamTrack, tell: (level: number) => void): () => void {
  const heard = track.clone();
  heard.enabled = true;
  const context = new AudioContext();
  const ear = new AnalyserNode(context, { fftSize: 1024 });
  context.createMediaStreamSource(new MediaStream([heard])).connect(ear);
  const samples = new Float32Array(ear.fftSize);
  const timer = setInterval(() => {
    if (context.state !== 'running') return;
    ear.getFloatTimeDomainData(samples);
    tell(Math.min(1, Math.sqrt(Math.max(...samples.map(Math.abs)))));
  }, LOOK_MS);
  return () => {
    clearInterval(timer);
    heard.stop();
    void context.close();
  };
}
