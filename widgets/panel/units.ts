// Times and sizes as the visitor's language writes them.

import { island } from './island.ts';

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
