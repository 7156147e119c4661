// Text by characters. A string may be cut between the two halves of an emoji, and half a character is none: the server
// cannot store it as UTF-8 and would refuse the whole message, again with every retry.

/** Half of a pair without its other half; a whole pair is one character and no surrogate here. */
const HALF = /\p{Surrogate}/gu;

/** `text` with every half character replaced by the sign for an unknown one, as `String.prototype.toWellFormed` does. */
export function wellFormed(text: string): string {
  return text.replace(HALF, '\ufffd');
}

/** The first `most` characters of `text`, counted as the server counts them. */
export function cut(text: string, most: number): string {
  return [...text].slice(0, most).join('');
}

/** JSON in which every text is whole. */
export function json(data: unknown): string {
  return JSON.stringify(data, (_, value) => (typeof value === 'string' ? wellFormed(value) : value));
}
