/** What a composer does with its text, as pure functions: what is looked up, templates' placeholders, mentions. */
import type { Agent, Channel, Draft, Template } from '../wire';

/** What is being written in one conversation: each channel has words of its own, so that no note becomes a reply. */
export interface Written {
  /** The channel shown. */
  channel: Channel;
  texts: Partial<Record<Channel, string>>;
  /** Whether the agent chose that channel; otherwise the usual one is shown until there are words. */
  chosen?: boolean;
}

/** The channel to show: what has words or was chosen, else the usual one. */
export function shownChannel({ channel, texts, chosen }: Written, usual: Channel): Channel {
  return chosen || texts[channel] ? channel : usual;
}

/** `written` with `text` as the words of `channel`, and that channel shown. */
export function rewritten(written: Written | null, channel: Channel, text: string): Written {
  return { ...written, channel, texts: { ...written?.texts, [channel]: text } };
}

/** `written` with its words moved from one channel to another, which is shown. */
export function moved(written: Written, from: Channel, to: Channel): Written {
  const words = [written.texts[to], written.texts[from]].filter(Boolean).join('\n\n');
  return { channel: to, texts: { ...written.texts, [from]: '', [to]: words }, chosen: true };
}

/** `written` with a draft of the server's where nothing was written here; the channel shown stays. */
export function restored(written: Written | null, { channel, text }: Draft): Written {
  return { ...written, channel: written?.channel ?? channel, texts: { [channel]: text, ...written?.texts } };
}

/** The one draft the server keeps: the words shown, or when there are none, those of another channel. */
export function draftOf({ channel, texts }: Written): Draft {
  const others = Object.entries(texts).map(([other, text]) => ({ channel: other as Channel, text }));
  const shown = { channel, text: texts[channel] ?? '' };
  return [shown, ...others].find(({ text }) => text) ?? shown;
}

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

/** Puts values into {first name} and the like, once; names without a value stay visible and are reported. */
export function expanded(text: string, values: Record<string, string>): { text: string; missing: string[] } {
  const missing = new Set<string>();
  const done = text.replace(/\{(\w+(?: \w+)*)\}/g, (whole, name: string) => {
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
