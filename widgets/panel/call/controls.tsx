// Mute, keypad, hang up: always in the same place while a call goes on.

import { t } from '../texts.ts';
import { hangUp, mute, press } from './calling.ts';
import { Sign } from './icon.tsx';
import { keypad, muted, pressed } from './state.ts';

const KEYS = [...'123456789*0#'];

function typed(event: KeyboardEvent): void {
  if (!KEYS.includes(event.key)) return;
  event.preventDefault();
  press(event.key);
}

function Keypad() {
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the keys inside are buttons; this lets the keyboard press them, too
    <div class="keypad" onKeyDown={typed}>
      <output aria-label={t('call-keypad')}>{pressed.value}</output>
      {KEYS.map((key) => (
        <button type="button" key={key} onClick={() => press(key)}>
          {key}
        </button>
      ))}
    </div>
  );
}

export function Controls() {
  const off = muted.value;
  return (
    <>
      {keypad.value && <Keypad />}
      <div class="controls">
        <button type="button" aria-pressed={off} onClick={() => mute(!off)}>
          <Sign name={off ? 'unmute' : 'mute'} /> {t(off ? 'call-unmute' : 'call-mute')}
        </button>
        <button type="button" aria-expanded={keypad.value} onClick={() => (keypad.value = !keypad.value)}>
          <Sign name="keypad" /> {t('call-keypad')}
        </button>
        <button type="button" class="end" onClick={hangUp}>
          <Sign name="end" /> {t('call-end')}
        </button>
      </div>
    </>
  );
}
