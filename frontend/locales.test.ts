/** Every language says everything: the same keys, and every key the sources name. */
import { readdirSync, readFileSync } from 'node:fs';
import { FluentBundle, FluentResource } from '@fluent/bundle';
import { describe, expect, it } from 'vitest';

const here = new URL('.', import.meta.url).pathname;
const read = (path: string) => readFileSync(here + path, 'utf8');
const keys = (language: string) =>
  [...read(`locales/${language}.ftl`).matchAll(/^([a-z][\w-]*) =/gm)].map((found) => found[1]);

const sources = readdirSync(here, { recursive: true, encoding: 'utf8' })
  .filter((path) => /\.tsx?$/.test(path) && !path.includes('.test.'))
  .map(read)
  .join('\n');

describe('locales', () => {
  const english = keys('en');

  it('have no key twice', () => {
    expect(english).toHaveLength(new Set(english).size);
  });

  it.each(['pl', 'it', 'ru'])('%s has the keys of English, in the same order', (language) => {
    expect(keys(language)).toEqual(english);
  });

  it.each(['en', 'pl', 'it', 'ru'])('%s parses', (language) => {
    const bundle = new FluentBundle(language);
    expect(bundle.addResource(new FluentResource(read(`locales/${language}.ftl`)))).toEqual([]);
    expect(english.every((key) => key && bundle.hasMessage(key))).toBe(true);
  });

  it('have every key the sources name', () => {
    const named = [...sources.matchAll(/\bt\(\s*'([\w-]+)'/g)].map((found) => found[1]);
    expect(named.filter((key) => !english.includes(key))).toEqual([]);
    const built = [...sources.matchAll(/\bt\(\s*`([\w-]+?)\$\{/g)].map((found) => found[1] ?? '');
    expect(built.filter((start) => !english.some((key) => key?.startsWith(start)))).toEqual([]);
  });

  it('have no key that nothing names', () => {
    const built = [...sources.matchAll(/`([\w-]+-)\$\{/g)].map((found) => found[1] ?? '');
    const unused = english.filter(
      (key) => key && !sources.includes(`'${key}'`) && !built.some((start) => key.startsWith(start)),
    );
    expect(unused.filter((key) => key && !/^(outcome|break)-/.test(key))).toEqual([]);
  });
});
