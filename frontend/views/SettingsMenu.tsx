/** This browser's settings: theme, language, sounds, shortcuts. */
import { Settings } from 'lucide';
import { checking } from '../call/check';
import { run } from '../commands';
import { isLocale, LOCALES, locale, t } from '../l10n';
import { shortcuts, sounds, type Theme, theme } from '../settings';
import { play } from '../sounds';
import { Icon } from './Icon';
import { Popover } from './Popover';

const THEMES: Theme[] = ['auto', 'light', 'dark'];

export function SettingsMenu() {
  return (
    <Popover
      label={t('settings')}
      place="right"
      buttonClass="rail-place"
      panelClass="settings"
      button={<Icon of={Settings} />}
    >
      {(close) => <Choices close={close} />}
    </Popover>
  );
}

function Choices({ close }: { close: () => void }) {
  return (
    <>
      <fieldset class="segments">
        <legend>{t('theme')}</legend>
        {THEMES.map((each) => (
          <label key={each}>
            <input type="radio" name="theme" checked={theme.value === each} onChange={() => (theme.value = each)} />
            <span>{t(`theme-${each}`)}</span>
          </label>
        ))}
      </fieldset>
      <label class="field">
        <span class="field-name">{t('language')}</span>
        <select
          class="input"
          value={locale.value}
          onChange={({ currentTarget: { value } }) => {
            if (isLocale(value)) locale.value = value;
          }}
        >
          {Object.entries(LOCALES).map(([code, name]) => (
            <option key={code} value={code} lang={code}>
              {name}
            </option>
          ))}
        </select>
      </label>
      <Switch
        label={t('sounds')}
        on={sounds.value}
        set={(on) => {
          sounds.value = on;
          play('message');
        }}
      />
      <Switch label={t('shortcuts')} on={shortcuts.value} set={(on) => (shortcuts.value = on)} />
      <button
        type="button"
        class="link"
        onClick={() => {
          close();
          checking.value = true;
        }}
      >
        {t('microphone-check')}
      </button>
      <button
        type="button"
        class="link"
        onClick={() => {
          close();
          run('help');
        }}
      >
        {t('command-help')}
      </button>
    </>
  );
}

function Switch({ label, on, set }: { label: string; on: boolean; set: (on: boolean) => void }) {
  return (
    <label class="switch">
      <span class="grow">{label}</span>
      <input
        type="checkbox"
        role="switch"
        aria-checked={on}
        checked={on}
        onChange={(event) => set(event.currentTarget.checked)}
      />
    </label>
  );
}
