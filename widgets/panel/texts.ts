// The few words of the panel. They arrive resolved: a string with {gaps}, or one string per plural category.

import { island } from './island.ts';

export type Text = string | Record<string, string>;
type Gaps = Record<string, string | number>;

/** `text` with its gaps filled; `gaps.count` picks the plural. */
export function filled(text: Text, gaps: Gaps, locale: string): string {
  const chosen =
    typeof text === 'string'
      ? text
      : (text[new Intl.PluralRules(locale).select(Number(gaps.count))] ?? text.other ?? '');
  return chosen.replace(/\{(\w+)\}/g, (_, name) => `${gaps[name] ?? ''}`);
}

export function t(name: string, gaps: Gaps = {}): string {
  return filled(island.texts[name] ?? name, gaps, island.locale);
}

export function clock(at: string): string {
  return new Date(at).toLocaleTimeString(island.locale, { hour: '2-digit', minute: '2-digit' });
}

/** "Today", "Yesterday" in the visitor's language, or the date. */
export function day(at: string, now = new Date()): string {
  const then = new Date(at);
  const days = Math.round((new Date(now).setHours(0, 0, 0, 0) - new Date(then).setHours(0, 0, 0, 0)) / 86_400_000);
  if (days > 1) return then.toLocaleDateString(island.locale, { day: 'numeric', month: 'long' });
  const word = new Intl.RelativeTimeFormat(island.locale, { numeric: 'auto' }).format(-days, 'day');
  return word[0]?.toLocaleUpperCase(island.locale) + word.slice(1);
}

export function size(bytes: number): string {
  const [value, unit] = bytes < 1e6 ? [Math.ceil(bytes / 1e3), 'kilobyte'] : [bytes / 1e6, 'megabyte'];
  return new Intl.NumberFormat(island.locale, { style: 'unit', unit, maximumFractionDigits: 1 }).format(value);
}
