import { describe, expect, it } from 'vitest';
import { htmlOf, isMarkedUp, linked, listed, marked, plainOf } from './markup';

describe('the HTML of a mail', () => {
  it('has paragraphs, lines, lists and what stands inside', () => {
    expect(htmlOf('Dear **Ada**,\nit is _here_.\n\nBring\n- a pot\n- [soil](https://a.example/soil)')).toBe(
      '<p>Dear <strong>Ada</strong>,<br>it is <em>here</em>.</p>\n' +
        '<p>Bring</p>\n<ul><li>a pot</li><li><a href="https://a.example/soil">soil</a></li></ul>',
    );
  });

  it('turns no words into tags', () => {
    expect(htmlOf('<img src=x onerror="a"> & **<b>**')).toBe(
      '<p>&lt;img src=x onerror=&quot;a&quot;&gt; &amp; <strong>&lt;b&gt;</strong></p>',
    );
    expect(htmlOf('[x](javascript:alert)')).toBe('<p>[x](javascript:alert)</p>');
    expect(htmlOf('[x](https://a.example/"onclick=)')).not.toContain('"onclick');
  });

  it('leaves names with underscores, sums and dashes alone', () => {
    for (const words of ['my_file_name', '2 ** 3 ** 4', '10-12', 'snake_case and other_case']) {
      expect(isMarkedUp(words)).toBe(false);
      expect(htmlOf(words)).toBe(`<p>${words}</p>`);
    }
  });

  it('makes bare addresses links, without the full stop after them', () => {
    expect(htmlOf('See https://a.example/x.')).toBe(
      '<p>See <a href="https://a.example/x">https://a.example/x</a>.</p>',
    );
    expect(isMarkedUp('See https://a.example/x.')).toBe(false);
  });
});

it('the plain words keep every address', () => {
  expect(plainOf('**Now** _or_ [never](https://a.example)')).toBe('*Now* _or_ never (https://a.example)');
});

describe('the formatting bar', () => {
  it('puts marks around what is selected and takes them away', () => {
    const bold = marked({ text: 'a word', from: 2, to: 6 }, '**');
    expect(bold).toEqual({ text: 'a **word**', from: 4, to: 8 });
    expect(marked(bold, '**')).toEqual({ text: 'a word', from: 2, to: 6 });
  });

  it('makes lines a list and back', () => {
    const items = listed({ text: 'x\na\nb', from: 2, to: 5 });
    expect(items.text).toBe('x\n- a\n- b');
    expect(listed(items).text).toBe('x\na\nb');
  });

  it('selects where the address of a link goes', () => {
    const link = linked({ text: 'see this', from: 4, to: 8 });
    expect(link.text).toBe('see [this](https://)');
    expect(link.text.slice(link.from, link.to)).toBe('https://');
  });
});
