/** Words found as the server finds them: case and accents do not matter, and a word is found by its beginning. */

const UNDECOMPOSED: Record<string, string> = { ł: 'l', ø: 'o', đ: 'd' };

/** Without case or accents, letter for letter: positions stay what they were. */
export function folded(text: string): string {
  const letters = [...text].map((letter) => {
    const bare = letter.toLowerCase().normalize('NFD').replaceAll(/\p{M}/gu, '');
    const one = UNDECOMPOSED[bare] ?? bare;
    return one.length === letter.length ? one : letter;
  });
  return letters.join('');
}

/** Where in `text` a word begins with one of `words`: [start, end) of what matched. */
export function rangesOf(text: string, words: string): [number, number][] {
  const wanted = folded(words).match(/[\p{L}\p{N}]+/gu);
  if (!wanted) return [];
  const found: [number, number][] = [];
  for (const match of folded(text).matchAll(/[\p{L}\p{N}]+/gu)) {
    const fitting = wanted.filter((word) => match[0].startsWith(word)).map((word) => word.length);
    if (fitting.length > 0) found.push([match.index, match.index + Math.max(...fitting)]);
  }
  return found;
}
