import { describe, expect, it } from 'vitest';
import type { Address, Comparison, Customer } from '../wire';
import { choosable, firstChoice, numbers } from './differences';

const numbered = (...numbers: string[]) =>
  ({
    addresses: numbers.map((value): Address => {
      return { id: value, masked: false, kind: 'external', value, verified: true, source: 'identity' };
    }),
  }) as Customer;

describe('two customers side by side', () => {
  const differences = [
    { field: 'name', ours: 'Vera', theirs: 'V.', same: false },
    { field: 'note', ours: '', theirs: 'Likes ferns', same: false },
    { field: 'vip', ours: true, theirs: false, same: false },
    { field: 'fields.Size', ours: 39, theirs: 39, same: true },
    { field: 'tags', ours: ['a'], theirs: ['b'], same: false },
  ];

  it('leave to choose what differs and is not kept of both', () => {
    const fields = choosable({ differences } as Comparison).map(({ field }) => field);
    expect(fields).toEqual(['name', 'note', 'vip']);
  });

  it('begin with theirs only where we have nothing', () => {
    expect(firstChoice(differences)).toEqual(['note']);
  });

  it('have the numbers of the company that knows them', () => {
    expect(numbers(numbered('17', '42'))).toBe('17, 42');
    expect(numbers(numbered())).toBe('');
  });
});
