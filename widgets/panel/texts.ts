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
