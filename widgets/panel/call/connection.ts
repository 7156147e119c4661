// One browser connection of the visitor's leg. The offer goes at once and the answer holds the server's address, so nothing
// is gathered and nothing trickles; the spare m-lines are for further voices, which then need no new negotiation.

import { relays } from './relays.ts';

/** `closed` is the server's goodbye: the call is over, or another connection has taken this one's place. */
export type Way = 'there' | 'away' | 'closed';

export interface Connection {
  /** The line of pictures, there from the start so that nothing is negotiated when somebody shows one. */
  picture: RTCRtpTransceiver | null;
  /** Another microphone, unheard by the others. */
  send(track: MediaStreamTrack): void;
  /** Plays what the browser would not play before the visitor had touched the page. */
  hear(): void;
  close(): void;
}

interface Wishes {
  microphone: MediaStreamTrack;
  video?: boolean;
  /** Asks the server for its answer; null when it gave none. */
  offer(sdp: string): Promise<string | null>;
  told(way: Way): void;
  /** The browser keeps the sound back until the visitor touches the page. */
  kept(): void;
}

const SPARES = 3;
const WAYS: Partial<Record<RTCPeerConnectionState, Way>> = { connected: 'there', disconnected: 'away', failed: 'away' };

export function connection({ microphone, video, offer, told, kept }: Wishes): Connection {
  const peer = new RTCPeerConnection();
  const speakers: HTMLAudioElement[] = [];
  const own = peer.addTransceiver(microphone, { direction: 'sendrecv', streams: [new MediaStream([microphone])] });
  for (let spare = 0; spare < SPARES; spare++) peer.addTransceiver('audio', { direction: 'recvonly' });
  const picture = video ? peer.addTransceiver('video', { direction: 'sendrecv' }) : null;
  let over = false;

  const tell = (way: Way | undefined) => over || (way && told(way));
  const play = (speaker: HTMLAudioElement) => speaker.play().catch(() => over || kept());

  peer.ontrack = ({ track }) => {
    if (track.kind === 'video') return;
    const speaker = new Audio();
    speaker.srcObject = new MediaStream([track]);
    speakers.push(speaker);
    void play(speaker);
  };
  peer.onconnectionstatechange = () => tell(WAYS[peer.connectionState]);

  async function negotiate(): Promise<void> {
    peer.setConfiguration({ iceServers: await relays() });
    if (over) return;
    await peer.setLocalDescription();
    const transport = own.sender.transport;
    if (transport) transport.onstatechange = () => transport.state === 'closed' && tell('closed');
    const sdp = await offer(peer.localDescription?.sdp ?? '');
    if (over) return;
    if (sdp) await peer.setRemoteDescription({ type: 'answer', sdp });
    else tell('away');
  }

  // A connection that was closed while it came about has nothing left to say.
  negotiate().catch(() => tell('away'));
  return {
    picture,
    send: (track) => void own.sender.replaceTrack(track),
    hear: () => speakers.forEach(play),
    close() {
      over = true;
      peer.close();
      for (const speaker of speakers) speaker.srcObject = null;
    },
  };
}
