/** What the two sides show each other, and the buttons to show my camera or screen. */
import { MonitorUp, Video } from 'lucide';
import { useEffect, useRef } from 'preact/hooks';
import { canShareScreen, type Kind } from '../../talk/pictures';
import { t } from '../l10n';
import { Icon } from '../views/Icon';
import { picture } from './part';
import { arriving, refused, show, shown } from './showing';
import type { CallLeg } from './wire';

const ICONS = { camera: Video, screen: MonitorUp };

export function Pictures({ own }: { own: CallLeg }) {
  const line = picture.value;
  if (!line) return null;
  return (
    <div class="phone-pictures">
      {(arriving.value || shown.value) && (
        <div class="phone-screen">
          {arriving.value && <Picture of={line.receiver.track} label={t('call-their-picture')} />}
          {shown.value && <Picture of={shown.value.track} label={t('call-own-picture')} />}
        </div>
      )}
      {own.role === 'agent' && (
        <div class="phone-acts">
          <Show kind="camera" />
          {canShareScreen() && <Show kind="screen" />}
        </div>
      )}
      {refused.value && (
        <p class="phone-notice" role="status">
          {t('call-picture-refused')}
        </p>
      )}
    </div>
  );
}

function Show({ kind }: { kind: Kind }) {
  return (
    <button
      type="button"
      class="phone-button"
      aria-pressed={shown.value?.kind === kind}
      onClick={() => void show(kind)}
    >
      <Icon of={ICONS[kind]} size={14} />
      {t(`call-show-${kind}`)}
    </button>
  );
}

function Picture({ of, label }: { of: MediaStreamTrack; label: string }) {
  const place = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    if (place.current) place.current.srcObject = new MediaStream([of]);
  }, [of]);
  return <video ref={place} aria-label={label} autoplay muted playsInline />;
}
