/** A text of a touchpoint, with the words that are searched for in the timeline standing out. */
import { Marked } from '../views/Marked';
import { rangesOf } from './folded';

export function Found({ in: text, words }: { in: string; words: string }) {
  return words ? <Marked of={{ text, ranges: rangesOf(text, words) }} /> : text;
}
