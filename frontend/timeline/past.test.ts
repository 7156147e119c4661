import { describe, expect, it } from 'vitest';
import type { Touchpoint } from '../wire';
import { trimmed } from './past';

const at = (...times: number[]) => times.map((time) => ({ at: String(time) }) as Touchpoint);
const times = (rows: readonly Touchpoint[]) => rows.map((row) => Number(row.at));

describe('what is kept of the past', () => {
  it('is everything while there is little', () => {
    expect(trimmed(at(3, 2, 1), 'older', 3)).toMatchObject({ cut: null });
  });

  it('forgets the newest on the way back, and can go on from there', () => {
    const { kept, cut } = trimmed(at(5, 4, 3, 2, 1), 'older', 3);
    expect([times(kept), cut]).toEqual([[3, 2, 1], '3']);
  });

  it('forgets the oldest on the way forward', () => {
    const { kept, cut } = trimmed(at(5, 4, 3, 2, 1), 'newer', 3);
    expect([times(kept), cut]).toEqual([[5, 4, 3], '3']);
  });

  it('never parts what happened at one instant', () => {
    expect(times(trimmed(at(5, 3, 3, 3, 1), 'older', 3).kept)).toEqual([3, 3, 3, 1]);
    expect(times(trimmed(at(5, 4, 3, 3, 3, 1), 'newer', 3).kept)).toEqual([5, 4, 3, 3, 3]);
  });
});
