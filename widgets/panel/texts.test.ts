import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it, vi } from 'vitest';

const HERE = import.meta.dirname;

let filled: typeof import('./texts.ts').filled;

beforeAll(async () => {
  vi.stubGlobal('document', { getElementById: () => null });
  ({ filled } = await import('./texts.ts'));
});

describe('texts', () => {
  it('fill their gaps, and leave what a visitor wrote alone', () => {
    expect(filled('{name} is typing', { name: '{count}' }, 'en')).toBe('{count} is typing');
  });

  it.each([
    [1, 'минуты'],
    [2, 'минут'],
    [5, 'минут (many)'],
    [21, 'минуты'],
  ])('choose the Russian plural of %i', (count, word) => {
    const text = { one: 'минуты', few: 'минут', many: 'минут (many)', other: 'x' };
    expect(filled(text, { count }, 'ru')).toBe(word);
  });

  it('are all there, and none too many', () => {
    const source = readdirSync(HERE, { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.tsx?$/.test(name) && !name.includes('.test.'))
      .map((name) => readFileSync(join(HERE, name), 'utf8'))
      .join('\n');
    const messages = readFileSync(join(HERE, '../locales/en.ftl'), 'utf8').matchAll(/^([a-z][\w-]*) =/gim);
    const unused = [...messages]
      .map(([, name = '']) => name)
      .filter(
        (name) =>
          !/^(line|form)-|^(open|close)$|-by-email$|^call-(notice|good|fair|poor)$|^call-(denied|missing|busy|blocked|unable)/.test(
            name,
          ) && !new RegExp(`['" ]?${name}['":]`).test(source),
      );
    expect(unused).toEqual([]);
    const used = [...source.matchAll(/\bt\('([\w-]+)'/g)].map(([, name]) => name as string);
    const known = readFileSync(join(HERE, '../locales/en.ftl'), 'utf8');
    expect(used.filter((name) => !new RegExp(`^${name} =`, 'm').test(known))).toEqual([]);
  });
});
