/**
 * One peer connection for a leg of a call. The offer leaves at once, because the server's answer holds its only address;
 * it has spare lines for further voices, so that whoever joins later needs no new negotiation.
 */

/** `closed` is the server's goodbye: the call is over, or another connection of ours took this one's place. */
export type Way = 'there' | 'away' | 'closed';

export interface Connection {
  /** The line of pictures, there from the start so that nothing is negotiated when somebody shows one. */
  picture: RTCRtpTransceiver | null;
  /** What the others hear from now on; null is nothing. */
  speak(track: MediaStreamTrack | null): void;
  /** Plays what the browser kept back; resolves with whether it plays now. */
  play(): Promise<boolean>;
  close(): void;
}

interface Wishes {
  /** Whether cameras and screens may be shown. */
  video?: boolean;
  /** TURN servers, where there are any. */
  relays(): Promise<RTCIceServer[]>;
  /** Gives the server's answer to an offer, or null where it has none. */
  answer(offer: string): Promise<string | null>;
  told(way: Way): void;
  /** The browser lets nothing be heard until the page is touched. */
  kept(): void;
}

const SPARE_LINES = 3;
const WAYS: Partial<Record<RTCPeerConnectionState, Way>> = { connected: 'there', disconnected: 'away', failed: 'away' };

export function connection({ video, relays, answer, told, kept }: Wishes): Connection {
  const peer = new RTCPeerConnection();
  const { sender } = peer.addTransceiver('audio', { direction: 'sendrecv' });
  for (let line = 0; line < SPARE_LINES; line++) peer.addTransceiver('audio', { direction: 'recvonly' });
  const picture = video ? peer.addTransceiver('video', { direction: 'sendrecv' }) : null;
  const speakers: HTMLAudioElement[] = [];
  let over = false;

  // A connection that was closed while it came about has nothing left to say.
  const tell = (way: Way | undefined) => over || (way && told(way));
  peer.ontrack = ({ track }) => {
    if (track.kind === 'video') return;
    const speaker = new Audio();
    speaker.srcObject = new MediaStream([track]);
    speakers.push(speaker);
    speaker.play().catch(() => over || kept());
  };
  peer.onconnectionstatechange = () => tell(WAYS[peer.connectionState]);

  async function negotiate(): Promise<void> {
    peer.setConfiguration({ iceServers: await relays() });
    if (over) return;
    await peer.setLocalDescription();
    const { transport } = sender;
    if (transport) transport.onstatechange = () => transport.state === 'closed' && tell('closed');
    const sdp = await answer(peer.localDescription?.sdp ?? '');
    if (over) return;
    if (sdp) await peer.setRemoteDescription({ type: 'answer', sdp });
    else tell('away');
  }
  negotiate().catch(() => tell('away'));

  return {
    picture,
    speak: (track) => void sender.replaceTrack(track),
    async play() {
      const played = await Promise.allSettled(speakers.map((speaker) => speaker.play()));
      return played.every(({ status }) => status === 'fulfilled');
    },
    close() {
      over = true;
      peer.close();
      for (const speaker of speakers) speaker.srcObject = null;
    },
  };
}
