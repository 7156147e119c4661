// What is needed now and then, behind one button; and the way out.

import { transcript } from '../chat.ts';
import { framed, tell } from '../host.ts';
import { ask } from '../line.ts';
import { signal } from '../signal.ts';
import { log, memory, online, over, silent, state, view } from '../state.ts';
import { t } from '../texts.ts';
import { Tool } from './composer.tsx';

const open = signal(false);

/** True if a menu was there to close: then Escape has done its work. */
export function closeMenu(): boolean {
  const was = open.value;
  open.value = false;
  return was;
}

/** What can be done now, by its text. */
function entries(): Record<string, false | (() => void)> {
  const going = !!state.value && !over.value;
  const waiting = going && state.value !== 'open' && view.value !== 'leave';
  return {
    'leave-instead': waiting && (() => (view.value = 'leave')),
    earlier: !!online.value && !!memory.value.token && view.value !== 'earlier' && (() => (view.value = 'earlier')),
    transcript: !!log.value.conversation && transcript,
    [silent.value ? 'sound-on' : 'sound-off']: () => (silent.value = !silent.value),
    end: going && (() => void ask('leave')),
  };
}

export function Menu() {
  return (
    <>
      <Tool icon="menu" label={t('menu')} open={open.value} act={() => (open.value = !open.value)} />
      {framed && <Tool icon="close" label={t('close')} act={() => tell({ type: 'close' })} />}
      {open.value && (
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
      )}
    </>
  );
}
