import { beforeEach, describe, expect, it } from 'vitest';
import { locale } from '../l10n';
import type { CustomField } from '../wire';
import { fieldsOf, read, shownAs, typedAs } from './kinds';

beforeEach(() => {
  locale.value = 'en';
});

describe('typed values', () => {
  it.each([
    ['number', '12,5', 12.5],
    ['number', ' 1 200 ', 1200],
    ['number', '-3', -3],
    ['date', '2024-02-29', '2024-02-29'],
    ['email', ' vera@mail.example ', 'vera@mail.example'],
    ['phone', '+48 601 234 567', '+48 601 234 567'],
    ['url', 'https://shop.example/a?b=c', 'https://shop.example/a?b=c'],
    ['text', ' red ', 'red'],
    ['number', '  ', ''],
  ] as const)('%s is read from “%s”', (kind, text, value) => {
    expect(read(kind, text)).toEqual({ value });
  });

  it.each([
    ['number', '12x', 'value-number'],
    ['number', '1e999', 'value-number'],
    ['date', '2023-02-29', 'value-date'],
    ['email', 'vera at mail', 'value-email'],
    ['phone', '601 234 567', 'value-phone'],
    ['url', 'javascript:alert(1)', 'value-url'],
    ['url', 'shop.example', 'value-url'],
  ] as const)('%s is not “%s”', (kind, text, problem) => {
    expect(read(kind, text)).toEqual({ problem });
  });

  it('may be required', () => {
    expect(read('text', ' ', true)).toEqual({ problem: 'value-required' });
  });

  it('are shown as people of the language read them', () => {
    expect(shownAs('number', 1234.5)).toBe('1,234.5');
    expect(shownAs('date', '2026-03-02')).toBe('2 Mar 2026');
    locale.value = 'it';
    expect(shownAs('number', 1234567.5)).toBe('1.234.567,5');
    expect(shownAs('multi-choice', ['Ferns', 'Cacti'])).toBe('Ferns, Cacti');
    expect(shownAs('text', undefined)).toBe('');
  });

  it('that are masked are typed anew', () => {
    expect(shownAs('number', '••••')).toBe('••••');
    expect(typedAs('••••')).toBe('');
    expect(typedAs(12.5)).toBe('12.5');
  });
});

describe('fields', () => {
  const field = (key: string, position: number): CustomField => ({
    id: key,
    key,
    name: key,
    kind: 'text',
    choices: [],
    required: false,
    masked: false,
    right: null,
    position,
    rv: 1,
  });

  it('stand by position, then by name, and last what no field is defined for', () => {
    const defined = [field('B', 1), field('A', 1), field('First', 0)];
    const keys = fieldsOf(defined, { Zone: 'x', A: 'y', Extra: 'z' }).map(({ key }) => key);
    expect(keys).toEqual(['First', 'A', 'B', 'Extra', 'Zone']);
  });
});
