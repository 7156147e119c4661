import { describe, expect, it } from 'vitest';
import { follow, keyOf, type Press } from './keyboard';

function press(key: string, code = '', also: Partial<Press> & { altGraph?: boolean } = {}): Press {
  const plain = { ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, isComposing: false };
  return { key, code, ...plain, ...also, getModifierState: () => also.altGraph ?? false };
}

describe('keyOf', () => {
  it('matches letters by key, whatever the layout puts there', () => {
    expect(keyOf(press('j', 'KeyJ'))).toBe('j');
    expect(keyOf(press('a', 'KeyQ'))).toBe('a');
  });

  it('falls back to the place of the key on a Cyrillic layout', () => {
    expect(keyOf(press('к', 'KeyR'))).toBe('r');
    expect(keyOf(press('К', 'KeyR', { shiftKey: true }))).toBeNull();
    expect(keyOf(press('л', 'KeyK', { ctrlKey: true }))).toBe('mod+k');
  });

  it('leaves Polish letters, Alt and composing alone', () => {
    expect(keyOf(press('ę', 'KeyE', { altGraph: true }))).toBeNull();
    expect(keyOf(press('ę', 'KeyE', { ctrlKey: true, altKey: true }))).toBeNull();
    expect(keyOf(press('j', 'KeyJ', { isComposing: true }))).toBeNull();
  });

  it('knows the palette and the help sign', () => {
    expect(keyOf(press('k', 'KeyK', { metaKey: true }))).toBe('mod+k');
    expect(keyOf(press('K', 'KeyK', { ctrlKey: true, shiftKey: true }))).toBeNull();
    expect(keyOf(press('?', 'Slash', { shiftKey: true }))).toBe('?');
  });
});

describe('follow', () => {
  it('waits for the second letter after g', () => {
    expect(follow(null, 'g')).toEqual({ waiting: 'g', shortcut: null });
    expect(follow('g', 'c')).toEqual({ waiting: null, shortcut: 'g c' });
    expect(follow(null, 'j')).toEqual({ waiting: null, shortcut: 'j' });
  });
});
