/** Three motifs made with Web Audio: an offer (rising, twice), a message (one soft note), a missed offer (falling). */
import { leading } from './leader';
import { sounds } from './settings';

type Motif = 'offer' | 'message' | 'missed';

interface Note {
  hertz: number;
  at: number;
  seconds: number;
}

const MOTIFS: Record<Motif, Note[]> = {
  offer: [
    { hertz: 587, at: 0, seconds: 0.16 },
    { hertz: 880, at: 0.16, seconds: 0.3 },
    { hertz: 587, at: 0.6, seconds: 0.16 },
    { hertz: 880, at: 0.76, seconds: 0.3 },
  ],
  message: [{ hertz: 740, at: 0, seconds: 0.18 }],
  missed: [
    { hertz: 440, at: 0, seconds: 0.2 },
    { hertz: 330, at: 0.2, seconds: 0.34 },
  ],
};

const LOUDNESS = 0.12;

let context: AudioContext | null = null;

/** Plays a motif if this tab leads, sounds are on and the browser lets the page be heard. */
export function play(motif: Motif): void {
  // Before the first key or click the browser lets no page be heard.
  if (!sounds.value || !leading.value || navigator.userActivation?.hasBeenActive === false) return;
  context ??= new AudioContext();
  if (context.state === 'suspended') void context.resume();
  for (const note of MOTIFS[motif]) sound(context, note);
}

function sound(audio: AudioContext, { hertz, at, seconds }: Note): void {
  const start = audio.currentTime + at;
  const tone = new OscillatorNode(audio, { type: 'triangle', frequency: hertz });
  const loudness = new GainNode(audio, { gain: 0 });
  loudness.gain.linearRampToValueAtTime(LOUDNESS, start + 0.015);
  loudness.gain.setValueAtTime(LOUDNESS, start + 0.02);
  loudness.gain.exponentialRampToValueAtTime(0.0001, start + seconds);
  tone.connect(loudness).connect(audio.destination);
  tone.start(start);
  tone.stop(start + seconds + 0.05);
}
