import { beforeAll, describe, expect, it, vi } from 'vitest';

let units: typeof import('./units.ts');

beforeAll(async () => {
  vi.stubGlobal('document', { getElementById: () => ({ textContent: '{"locale":"en"}' }) });
  vi.stubGlobal('navigator', { languages: ['en-GB', 'en', 'pl'] });
  units = await import('./units.ts');
});

describe('times', () => {
  it.each([
    ['en', ['en-GB', 'en'], 'en-GB'],
    ['en', ['pl-PL', 'en-US'], 'en-US'],
    ['pl', ['en-GB'], 'pl'],
    ['en', ['en-US@posix'], 'en'],
    ['en', [], 'en'],
  ])('in %s for a browser of %j are written as in %s', (locale, languages, tag) => {
    expect(units.tagOf(locale, languages)).toBe(tag);
  });

  it('have no AM and PM where the visitor has none', () => {
    expect(units.clock('2026-11-21T15:05:00')).toBe('15:05');
  });
});

it('sizes count as the limit does', () => {
  const megabytes = 1024 * 1024;
  expect([39, megabytes - 1, 25 * megabytes, 1.5 * megabytes].map(units.size)).toEqual([
    '1 kB',
    '1,024 kB',
    '25 MB',
    '1.5 MB',
  ]);
});
