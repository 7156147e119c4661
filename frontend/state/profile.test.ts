import { describe, expect, it } from 'vitest';
import type { Customer } from '../wire';
import { alike, changeOf, valueAt } from './profile';

const vera = { note: 'x', vip: false, fields: { Size: 39, Hat: 'red' }, tags: ['a'] } as unknown as Customer;

describe('a field of a customer', () => {
  it('is read by its path', () => {
    expect([valueAt(vera, 'note'), valueAt(vera, 'fields.Size'), valueAt(vera, 'fields.None')]).toEqual(['x', 39, '']);
  });

  it('is set by a change that leaves the others alone', () => {
    expect(changeOf(vera, 'note', 'y')).toEqual({ note: 'y' });
    expect(changeOf(vera, 'fields.Hat', 'blue')).toEqual({ fields: { Size: 39, Hat: 'blue' } });
    expect(changeOf(vera, 'fields.Hat', '')).toEqual({ fields: { Size: 39 } });
    expect(changeOf(vera, 'fields.Some', [])).toEqual({ fields: { Size: 39, Hat: 'red' } });
  });

  it('is alike where both have nothing', () => {
    expect(alike('', null) && alike([], undefined) && alike(['a'], ['a'])).toBe(true);
    expect(alike('a', '') || alike(['a'], ['b']) || alike(0, '')).toBe(false);
  });
});
