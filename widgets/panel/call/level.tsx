// The microphone as one sees it: how loud it is, and which one it is.

import { t } from '../texts.ts';
import { level } from './listening.ts';
import { device, devices } from './state.ts';

/** Which microphone, where there are several. */
export function Choice({ choose }: { choose: (id: string) => void }) {
  if (devices.value.length < 2) return null;
  return (
    <label class="entry">
      <span>{t('call-microphone')}</span>
      <select
        value={device.value || devices.value[0]?.deviceId}
        onChange={(event) => choose(event.currentTarget.value)}
      >
        {devices.value.map(({ deviceId, label }) => (
          <option value={deviceId} key={deviceId}>
            {label}
          </option>
        ))}
      </select>
    </label>
  );
}

export function Level() {
  return <div class="level" ref={level} role="img" aria-label={t('call-level')} />;
}
