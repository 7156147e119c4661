// The one sound of the panel, two soft notes made on the spot: no file to load.

const NOTES = [659.3, 880];

let context: AudioContext | undefined;

export function chime(): void {
  context ??= new AudioContext();
  // Before the first click or key the browser keeps us silent, and that is right.
  if (context.state !== 'running') return void context.resume();
  const { currentTime, destination } = context;
  NOTES.forEach((frequency, index) => {
    const at = currentTime + index * 0.11;
    const tone = new OscillatorNode(context as AudioContext, { frequency });
    const volume = new GainNode(context as AudioContext, { gain: 0 });
    volume.gain.linearRampToValueAtTime(0.08, at + 0.02);
    volume.gain.exponentialRampToValueAtTime(0.0001, at + 0.4);
    tone.connect(volume).connect(destination);
    tone.start(at);
    tone.stop(at + 0.4);
  });
}
