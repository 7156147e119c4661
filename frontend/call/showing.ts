/** Cameras and screens of a call: mine once I press, theirs for as long as pictures come. The server keeps none of them. */
import { effect, signal } from '@preact/signals';
import { picture } from './part';

export type Kind = 'camera' | 'screen';

const LOOK_MS = 500;
/** A screen on which nothing moves is sent about once a second. */
const GONE_MS = 2_500;
const FRAMES = { width: { ideal: 640 }, frameRate: { max: 24 } };

/** What I show. */
export const shown = signal<{ kind: Kind; track: MediaStreamTrack } | null>(null);
export const refused = signal(false);
/** Whether pictures come. */
export const arriving = signal(false);

export const canShareScreen = () => 'getDisplayMedia' in (navigator.mediaDevices ?? {});

/** Shows the camera or a screen; what is shown already is put away. */
export async function show(kind: Kind): Promise<void> {
  const again = shown.value?.kind === kind;
  putAway();
  if (again) return;
  const track = await take(kind);
  refused.value = !track;
  if (!track) return;
  if (!picture.value) return track.stop();
  putAway();
  track.onended = putAway; // the browser's own way to stop sharing
  shown.value = { kind, track };
  send(picture.value);
}

async function take(kind: Kind): Promise<MediaStreamTrack | undefined> {
  const { mediaDevices } = navigator;
  try {
    const found = await (kind === 'camera'
      ? mediaDevices.getUserMedia({ video: FRAMES })
      : mediaDevices.getDisplayMedia({ video: { frameRate: { max: 12 } } }));
    return found.getVideoTracks()[0];
  } catch {
    return undefined; // not allowed, none there, or thought better of
  }
}

function putAway(): void {
  shown.peek()?.track.stop();
  shown.value = null;
  const line = picture.peek();
  if (line) send(line);
}

function send({ sender }: RTCRtpTransceiver): void {
  sender.replaceTrack(shown.peek()?.track ?? null).catch(putAway); // a connection that is over takes nothing
}

/** Looks whether pictures come: a browser says when they begin, but not when they end. */
function watch({ receiver }: RTCRtpTransceiver): number {
  let packets = 0;
  let at = Number.NEGATIVE_INFINITY;
  return window.setInterval(async () => {
    for (const report of (await receiver.getStats()).values()) {
      if (report.type !== 'inbound-rtp') continue;
      if (report.packetsReceived > packets) at = performance.now();
      packets = report.packetsReceived;
    }
    arriving.value = performance.now() - at < GONE_MS;
  }, LOOK_MS);
}

effect(() => {
  const line = picture.value;
  arriving.value = false;
  if (!line) return putAway();
  send(line);
  const watching = watch(line);
  return () => clearInterval(watching);
});
