/** Microphone and sound: which microphone, how loud it is, and an echo from the server to hear oneself by. */
import { useEffect } from 'preact/hooks';
import { t } from '../l10n';
import { Dialog } from '../views/Dialog';
import { checking, devices, echo, hindrance, level, listen, listening, silence, startEcho, stopEcho } from './check';
import { Meter } from './Meter';
import { chosen } from './microphone';

export function CheckDialog() {
  useEffect(() => {
    void listen();
    return silence;
  }, []);
  const on = echo.value === 'on' || echo.value === 'starting';
  return (
    <Dialog title={t('microphone-check')} closed={() => (checking.value = false)}>
      <div class="sound-check">
        {hindrance.value ? (
          <p class="sound-trouble" role="alert">
            {t(`microphone-${hindrance.value}`)}{' '}
            <button type="button" class="link" onClick={() => void listen()}>
              {t('retry')}
            </button>
          </p>
        ) : (
          <p class="sound-level">
            {t('microphone-speak')}
            <Meter label={t('call-own-level')} level={level.value} />
          </p>
        )}
        {devices.value.length > 0 && (
          <label class="field">
            <span class="field-name">{t('microphone')}</span>
            <select
              class="input"
              value={chosen.value}
              onChange={({ currentTarget: { value } }) => {
                chosen.value = value;
                void listen();
              }}
            >
              <option value="">{t('microphone-usual')}</option>
              {devices.value.map(({ deviceId, label }) => (
                <option key={deviceId} value={deviceId}>
                  {label}
                </option>
              ))}
            </select>
          </label>
        )}
        <div class="dialog-acts">
          <p class="quiet grow" role="status" data-echo={echo.value}>
            {t(`echo-${echo.value}`)}
          </p>
          <button
            type="button"
            class="button"
            disabled={!listening.value}
            onClick={() => (on ? stopEcho() : startEcho())}
          >
            {t(on ? 'echo-stop' : 'echo-start')}
          </button>
        </div>
      </div>
    </Dialog>
  );
}
