import { describe, expect, it } from 'vitest';
import { isWorthAsking, read, written } from './asking';

describe('what is searched for', () => {
  it.each(['q=lamp', 'q=lamp+shade&in=customers', 'q=%C5%82%C3%B3d%C5%BA&channel=email&agent=agt_1&from=2026-01-02'])(
    'is read and written the same: %s',
    (text) => {
      expect(written(read(text))).toBe(text);
    },
  );

  it('leaves out what is not known', () => {
    expect(written(read('q=a&in=everything&x=1'))).toBe('q=a');
  });

  it('is asked from two letters on', () => {
    expect([' a ', 'ab'].map((q) => isWorthAsking({ ...read(''), q }))).toEqual([false, true]);
  });
});
