// The microphone: asked for, or the honest reason why there is none; and how loud it is.

export type Trouble = 'unable' | 'blocked' | 'denied' | 'missing' | 'busy';

/** Chromium tells what a page lets its frames do; elsewhere the browser's answer to the question has to do. */
interface Governed {
  featurePolicy?: { allowsFeature(name: string): boolean };
}

const LOOK_MS = 100;
const REASONS: Record<string, Trouble> = {
  NotAllowedError: 'denied',
  SecurityError: 'blocked',
  NotFoundError: 'missing',
  OverconstrainedError: 'missing',
};

/** What can be known before asking: plain http, a browser without calls, or a host page that forbids the microphone. */
export function hindrance(): Trouble | null {
  if (!('RTCPeerConnection' in window)) return 'unable';
  const governed = document as Governed;
  return !navigator.mediaDevices || governed.featurePolicy?.allowsFeature('microphone') === false ? 'blocked' : null;
}

export async function microphone(device?: string): Promise<MediaStream | Trouble> {
  const reason = hindrance();
  if (reason) return reason;
  const cleaned = { echoCancellation: true, noiseSuppression: true, autoGainControl: true };
  const audio = { ...cleaned, ...(device && { deviceId: { exact: device } }) };
  try {
    return await navigator.mediaDevices.getUserMedia({ audio });
  } catch (error) {
    return REASONS[(error as DOMException).name] ?? 'busy';
  }
}

/** The microphones there are, once one was allowed: before that, browsers name none. */
export async function microphones(): Promise<MediaDeviceInfo[]> {
  const devices = await navigator.mediaDevices.enumerateDevices();
  return devices.filter(({ kind, deviceId }) => kind === 'audioinput' && deviceId);
}

/** Tells ten times a second how loud it is, from 0 to 1, also while the track itself is muted. Returns how to stop. */
export function measure(stream: MediaStream, tell: (level: number) => void): () => void {
  const heard = stream.clone();
  for (const track of heard.getTracks()) track.enabled = true;
  const context = new AudioContext();
  const analyser = new AnalyserNode(context, { fftSize: 1024 });
  context.createMediaStreamSource(heard).connect(analyser);
  const samples = new Float32Array(analyser.fftSize);
  const timer = setInterval(() => {
    if (context.state !== 'running') return; // not allowed to listen yet, which is not the same as silence
    analyser.getFloatTimeDomainData(samples);
    tell(Math.min(1, Math.sqrt(Math.max(...samples.map(Math.abs)))));
  }, LOOK_MS);
  return () => {
    clearInterval(timer);
    for (const track of heard.getTracks()) track.stop();
    void context.close();
  };
}
