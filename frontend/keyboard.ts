/**
 * Which shortcut a key press means. Letters match by `event.key`; on a Cyrillic layout, where R types "к", by
 * `event.code`. Nothing matches while text is composed or typed, nor with Alt, AltGraph or Ctrl+Shift: those belong to
 * the language or the browser.
 */
export type Press = Pick<
  KeyboardEvent,
  'key' | 'code' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey' | 'isComposing'
> & {
  getModifierState(name: 'AltGraph'): boolean;
};

/** The letter, sign or key name a press stands for: "j", "?", "/", "enter", or "mod+k". Null when it is no shortcut. */
export function keyOf(press: Press): string | null {
  if (press.isComposing || press.altKey || press.getModifierState('AltGraph')) return null;
  const letter = letterOf(press);
  if (press.ctrlKey || press.metaKey) return press.shiftKey || !letter ? null : `mod+${letter}`;
  if (letter) return press.shiftKey && letter !== '?' ? null : letter;
  return /^(Enter|Escape|F[2489])$/.test(press.key) ? press.key.toLowerCase() : null;
}

function letterOf(press: Press): string | null {
  if (/^[a-z/?]$/i.test(press.key)) return press.key.toLowerCase();
  if (press.key.length !== 1 || press.key.charCodeAt(0) < 0x80) return null;
  const code = /^Key([A-Z])$/.exec(press.code)?.[1];
  if (code) return code.toLowerCase();
  return press.code === 'Slash' ? (press.shiftKey ? '?' : '/') : null;
}

/** Folds presses into shortcuts: "g" waits for its second letter ("g i"). Gives the new wait and the shortcut if any. */
export function follow(
  waiting: string | null,
  key: string | null,
): { waiting: string | null; shortcut: string | null } {
  if (key === null) return { waiting: null, shortcut: null };
  if (waiting) return { waiting: null, shortcut: `${waiting} ${key}` };
  return key === 'g' ? { waiting: 'g', shortcut: null } : { waiting: null, shortcut: key };
}

/** True where letters are text and not shortcuts. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
}
