/** What a composer does with its text, as pure functions: what is looked up, templates' placeholders, mentions. */
import type { Agent, Template } from '../wire';

export interface Lookup {
  query: string;
  from: number;
}

/** The word that begins with `sign` and ends at the caret: "/ref" or "@mar". Null when there is none. */
export function lookupAt(text: string, caret: number, sign: '/' | '@'): Lookup | null {
  const found = new RegExp(`(?:^|\\s)[${sign}]([\\p{L}\\p{N}_-]*)$`, 'u').exec(text.slice(0, caret));
  if (!found) return null;
  const query = found[1] ?? '';
  return { query, from: caret - query.length - 1 };
}

/** Templates whose shortcut or name begins with the query come first, then those that contain it. */
export function matching(templates: readonly Template[], query: string, queue: string | null): Template[] {
  const wanted = query.toLocaleLowerCase();
  const rank = ({ shortcut, name }: Template) => {
    const words = [shortcut.replace(/^\//, ''), name].map((each) => each.toLocaleLowerCase());
    return words.some((word) => word.startsWith(wanted)) ? 0 : words.some((word) => word.includes(wanted)) ? 1 : 2;
  };
  return templates
    .filter((each) => (each.queue === null || each.queue === queue) && rank(each) < 2)
    .sort((a, b) => rank(a) - rank(b) || a.name.localeCompare(b.name));
}

/** Puts values into {customer} and the like, once; names without a value stay visible and are reported. */
export function expanded(text: string, values: Record<string, string>): { text: string; missing: string[] } {
  const missing = new Set<string>();
  const done = text.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = Object.hasOwn(values, name) ? values[name] : '';
    if (!value) missing.add(name);
    return value || whole;
  });
  return { text: done, missing: [...missing] };
}

/** Puts `words` where the looked-up word stands. */
export function replaced(text: string, lookup: Lookup, caret: number, words: string): { text: string; caret: number } {
  return { text: text.slice(0, lookup.from) + words + text.slice(caret), caret: lookup.from + words.length };
}

/** The agents a note names as "@Full Name". */
export function mentioned(text: string, agents: Iterable<Agent>): string[] {
  return [...agents].filter((agent) => text.includes(`@${agent.name}`)).map((agent) => agent.id);
}
