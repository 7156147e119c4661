// Somebody calls: two rising notes and a pause, made on the spot, until it is answered.

const NOTES = [523.3, 659.3, 784];
const EVERY_MS = 2400;
const NOTE_SECONDS = 0.16;

let timer = 0;
let context: AudioContext | undefined;

function play(): void {
  if (context?.state !== 'running') return; // browsers keep a page silent that nobody has touched
  const { currentTime, destination } = context;
  NOTES.forEach((frequency, index) => {
    const at = currentTime + index * NOTE_SECONDS;
    const tone = new OscillatorNode(context as AudioContext, { frequency });
    const volume = new GainNode(context as AudioContext, { gain: 0 });
    volume.gain.linearRampToValueAtTime(0.1, at + 0.02);
    volume.gain.exponentialRampToValueAtTime(0.0001, at + 0.5);
    tone.connect(volume).connect(destination);
    tone.start(at);
    tone.stop(at + 0.5);
  });
}

export function ring(): void {
  if (timer) return;
  context ??= new AudioContext();
  timer = window.setInterval(play, EVERY_MS);
  play();
}

export function stopRinging(): void {
  clearInterval(timer);
  timer = 0;
}
