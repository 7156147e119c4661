/**
 * The commands a keyboard or the palette can give. Whatever is on the screen registers what it can do now;
 * a shortcut for something that is not there does nothing.
 */
import { useLayoutEffect } from 'preact/hooks';
import { follow, isTyping, keyOf } from './keyboard';
import { shortcuts } from './settings';

export interface Shortcut {
  command: string;
  keys: string;
  /** Other keys for those whose fingers know them. */
  also?: string;
  group: 'list' | 'conversation' | 'call' | 'go';
}

/** In the order the help dialog shows them. Every command's name is the message `command-NAME`. */
export const SHORTCUTS: Shortcut[] = [
  { command: 'next', keys: 'j', group: 'list' },
  { command: 'previous', keys: 'k', group: 'list' },
  { command: 'open', keys: 'enter', group: 'list' },
  { command: 'accept', keys: 'a', group: 'list' },
  { command: 'reply', keys: 'r', group: 'conversation' },
  { command: 'note', keys: 'n', group: 'conversation' },
  { command: 'snooze', keys: 's', group: 'conversation' },
  { command: 'assign', keys: 't', group: 'conversation' },
  { command: 'close', keys: 'e', group: 'conversation' },
  { command: 'undo-send', keys: 'z', also: 'mod+z', group: 'conversation' },
  { command: 'call-mute', keys: 'f2', group: 'call' },
  { command: 'call-hold', keys: 'f4', group: 'call' },
  { command: 'call-transfer', keys: 'f8', group: 'call' },
  { command: 'call-end', keys: 'f9', group: 'call' },
  { command: 'new-email', keys: 'c', group: 'go' },
  { command: 'search', keys: '/', group: 'go' },
  { command: 'palette', keys: 'mod+k', group: 'go' },
  { command: 'inbox', keys: 'g i', group: 'go' },
  { command: 'customers', keys: 'g c', group: 'go' },
  { command: 'calls', keys: 'g p', group: 'go' },
  { command: 'help', keys: '?', group: 'go' },
];

/** The second letter of "g i" must follow within this time. */
const SECOND_LETTER_MS = 1_500;

const handlers = new Map<string, () => void>();

export function canRun(command: string): boolean {
  return handlers.has(command);
}

export function run(command: string): boolean {
  const handler = handlers.get(command);
  handler?.();
  return handler !== undefined;
}

/** Offers `act` under `command` while the component is on the screen; null offers nothing. */
export function useCommand(command: string, act: (() => void) | null): void {
  // Before the paint: what can be seen can be done.
  useLayoutEffect(() => {
    if (!act) return;
    const before = handlers.get(command);
    handlers.set(command, act);
    return () => {
      if (handlers.get(command) === act) {
        if (before) handlers.set(command, before);
        else handlers.delete(command);
      }
    };
  });
}

/** Listens for shortcuts on the whole page. */
export function startShortcuts(): void {
  let waiting: string | null = null;
  let since = 0;
  document.addEventListener('keydown', (press) => {
    const key = keyOf(press);
    if (press.defaultPrevented || !allowed(key, press)) return;
    if (performance.now() - since > SECOND_LETTER_MS) waiting = null;
    const next = follow(waiting, key);
    waiting = next.waiting;
    since = performance.now();
    const found = SHORTCUTS.find(({ keys, also }) => next.shortcut && [keys, also].includes(next.shortcut));
    if (found && run(found.command)) press.preventDefault();
  });
}

function allowed(key: string | null, press: KeyboardEvent): boolean {
  if (key === 'mod+k') return true;
  // Function keys type nothing: whoever writes notes in a call can still mute.
  if (key && /^f\d$/.test(key)) return shortcuts.value;
  if (!shortcuts.value || isTyping(press.target) || document.querySelector('dialog[open]')) return false;
  // Enter on a button or a link already means that button or link.
  return key !== 'enter' || !(press.target instanceof Element && press.target.closest('a, button, summary'));
}
