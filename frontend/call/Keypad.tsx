/** The keys of a telephone; what was pressed is shown to everybody who serves the call. */
import { useState } from 'preact/hooks';
import { t } from '../l10n';
import { Popover } from '../views/Popover';
import { press } from './acts';
import type { Call } from './wire';

const KEYS = [...'123456789*0#'];

export function Keypad({ call }: { call: Call }) {
  const [digits, setDigits] = useState('');
  return (
    <Popover label={t('call-keys')} buttonClass="phone-button" panelClass="keypad" button={t('call-keys')}>
      {() => (
        <>
          <output class="keypad-digits">{digits || ' '}</output>
          {KEYS.map((key) => (
            <button
              key={key}
              type="button"
              class="button"
              onClick={() => {
                setDigits(digits + key);
                void press(call, key);
              }}
            >
              {key}
            </button>
          ))}
        </>
      )}
    </Popover>
  );
}
