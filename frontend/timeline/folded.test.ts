import { describe, expect, it } from 'vitest';
import { rangesOf } from './folded';

const marked = (text: string, words: string) => rangesOf(text, words).map(([start, end]) => text.slice(start, end));

describe('words in a text', () => {
  it.each([
    ['Zamówienie dotarło', 'zamowieni DOTARLO', ['Zamówieni', 'dotarło']],
    ['Ёлка пришла', 'елка', ['Ёлка']],
    ['Perché no', 'perche', ['Perché']],
    ['İstanbul 😀 lamp', 'lamp', ['lamp']],
    ['enlamp', 'lamp', []],
    ['anything', ' ', []],
  ])('%s by %s', (text, words, found) => {
    expect(marked(text, words)).toEqual(found);
  });
});
