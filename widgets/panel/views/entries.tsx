// The entries of the menu. Loaded when it is first opened.

import { transcript } from '../chat.ts';
import { ask } from '../line.ts';
import { log, memory, online, over, silent, state, view } from '../state.ts';
import { dress } from '../styles.ts';
import { t } from '../texts.ts';
import css from './entries.css?inline';
import { closeMenu } from './menu.tsx';

dress(css);

/** What can be done now, by its text. */
function entries(): Record<string, false | (() => void)> {
  const going = !!state.value && !over.value;
  const waiting = going && state.value !== 'open' && view.value !== 'leave';
  return {
    'leave-instead': waiting && (() => (view.value = 'leave')),
    earlier: !!online.value && !!memory.value.token && view.value !== 'earlier' && (() => (view.value = 'earlier')),
    transcript: !!log.value.conversation && !!memory.value.token && transcript,
    [silent.value ? 'sound-on' : 'sound-off']: () => (silent.value = !silent.value),
    end: going && (() => void ask('leave')),
  };
}

export function Entries() {
  return (
    <ul class="menu">
      {Object.entries(entries()).map(
        ([name, act]) =>
          act && (
            <li key={name}>
              <button type="button" onClick={() => closeMenu() && act()}>
                {t(name)}
              </button>
            </li>
          ),
      )}
    </ul>
  );
}
