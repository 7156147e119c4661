/** Cameras and screens of a call: mine once I press, theirs for as long as pictures come. The server keeps none of them. */
import { effect, signal } from '@preact/signals';
import { type Kind, take, watch } from '../../talk/pictures';
import { picture } from './part';

/** What I show. */
export const shown = signal<{ kind: Kind; track: MediaStreamTrack } | null>(null);
export const refused = signal(false);
/** Whether pictures come. */
export const arriving = signal(false);

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

function putAway(): void {
  shown.peek()?.track.stop();
  shown.value = null;
  const line = picture.peek();
  if (line) send(line);
}

function send({ sender }: RTCRtpTransceiver): void {
  sender.replaceTrack(shown.peek()?.track ?? null).catch(putAway); // a connection that is over takes nothing
}

effect(() => {
  const line = picture.value;
  arriving.value = false;
  if (!line) return putAway();
  send(line);
  return watch(line, (come) => {
    arriving.value = come;
  });
});
