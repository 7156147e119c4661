/** Cameras and screens as a browser gives them, and whether any come from the others. The server passes them on and keeps none. */

export type Kind = 'camera' | 'screen';

const LOOK_MS = 500;
/** A screen on which nothing moves is sent about once a second. */
const GONE_MS = 2500;
const FRAMES = { width: { ideal: 640 }, frameRate: { max: 24 } };

export const canShareScreen = () => 'getDisplayMedia' in (navigator.mediaDevices ?? {});

/** A camera or a screen; undefined when it is not allowed, not there, or thought better of. */
export async function take(kind: Kind): Promise<MediaStreamTrack | undefined> {
  const { mediaDevices } = navigator;
  try {
    const found = await (kind === 'camera'
      ? mediaDevices.getUserMedia({ video: FRAMES })
      : mediaDevices.getDisplayMedia({ video: { frameRate: { max: 12 } } }));
    return found.getVideoTracks()[0];
  } catch {
    return undefined;
  }
}

/** Tells whether pictures come, for a browser says when they begin, but not when they end. Gives the way to stop. */
export function watch({ receiver }: RTCRtpTransceiver, tell: (come: boolean) => void): () => void {
  let packets = 0;
  let at = Number.NEGATIVE_INFINITY;
  const looking = window.setInterval(async () => {
    for (const report of (await receiver.getStats()).values()) {
      if (report.type !== 'inbound-rtp') continue;
      if (report.packetsReceived > packets) at = performance.now();
      packets = report.packetsReceived;
    }
    tell(performance.now() - at < GONE_MS);
  }, LOOK_MS);
  return () => clearInterval(looking);
}
