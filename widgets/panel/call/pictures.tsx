// Cameras and screens of a call: ours once somebody presses, theirs for as long as pictures come. The server passes them on as
// they are and keeps none. Loaded where a widget allows them.

import { MonitorUp, Video } from 'lucide';
import { canShareScreen, type Kind, take, watch } from '../../../talk/pictures.ts';
import { effect, type Signal, signal } from '../signal.ts';
import { dress } from '../styles.ts';
import { t } from '../texts.ts';
import { Drawing } from '../views/icon.tsx';
import css from './pictures.css?inline';

const shown = signal<Kind | null>(null);
const failed = signal(false);
const coming = signal(false);
let own: MediaStreamTrack | undefined;
let line: RTCRtpTransceiver | null = null;

dress(css);

async function show(kind: Kind): Promise<void> {
  const again = shown.value === kind;
  hide();
  if (again) return;
  const track = await take(kind);
  failed.value = !track;
  if (!track) return;
  if (!line) return track.stop();
  hide();
  own = track;
  own.onended = hide; // the browser's own way to stop sharing
  shown.value = kind;
  send();
}

function hide(): void {
  own?.stop();
  own = undefined;
  shown.value = null;
  send();
}

function send(): void {
  line?.sender.replaceTrack(own ?? null).catch(hide); // a connection that is over takes nothing
}

/** A `ref` that plays a track; setting it again would begin anew. */
const playing = (track: MediaStreamTrack) => (element: HTMLVideoElement | null) => {
  if (!element) return;
  const stream = element.srcObject as MediaStream | null;
  if (stream?.getTracks()[0] !== track) element.srcObject = new MediaStream([track]);
};

function Picture({ of, side, label }: { of: MediaStreamTrack; side: string; label: string }) {
  return <video class={side} ref={playing(of)} aria-label={label} autoplay muted playsInline />;
}

function Way({ kind, icon, label }: { kind: Kind; icon: typeof Video; label: string }) {
  return (
    <button type="button" aria-pressed={shown.value === kind} onClick={() => show(kind)}>
      <Drawing of={icon} /> {label}
    </button>
  );
}

function Pictures() {
  if (!line) return null;
  return (
    <>
      {(coming.value || shown.value) && (
        <div class="pictures">
          {coming.value && <Picture side="their" of={line.receiver.track} label={t('call-their-picture')} />}
          {own && shown.value && <Picture side="own" of={own} label={t('call-own-picture')} />}
        </div>
      )}
      <div class="choices">
        <Way kind="camera" icon={Video} label={t('call-camera')} />
        {canShareScreen() && <Way kind="screen" icon={MonitorUp} label={t('call-screen')} />}
      </div>
      {failed.value && (
        <p class="warned" role="status">
          {t('call-picture-failed')}
        </p>
      )}
    </>
  );
}

/** The component, for the line of pictures of whichever connection the call has. */
export function picturesOf(lines: Signal<RTCRtpTransceiver | null>): typeof Pictures {
  let stopWatching: (() => void) | undefined;
  effect(() => {
    stopWatching?.();
    coming.value = false;
    line = lines.value;
    stopWatching = line ? watch(line, (come) => (coming.value = come)) : undefined;
    if (line) send();
    else hide();
  });
  return Pictures;
}
