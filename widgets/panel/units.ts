// Times and sizes as the visitor's language writes them.

import { island } from './island.ts';

const KILOBYTE = 1024;
const MEGABYTE = 1024 * KILOBYTE;

/** The browser's own form of `locale`, because "en" alone would write every hour the American way. */
export function tagOf(locale: string, languages: readonly string[]): string {
  const own = new RegExp(`^${locale}(-[a-z0-9]+)*$`, 'i'); // some browsers say "en-US@posix", which Intl does not take
  return languages.find((language) => own.test(language)) ?? locale;
}

const tag = tagOf(island.locale, navigator.languages);

export function clock(at: string): string {
  return new Date(at).toLocaleTimeString(tag, { hour: '2-digit', minute: '2-digit' });
}

/** "Today", "Yesterday" in the visitor's language, or the date. */
export function day(at: string, now = new Date()): string {
  const then = new Date(at);
  const days = Math.round((new Date(now).setHours(0, 0, 0, 0) - new Date(then).setHours(0, 0, 0, 0)) / 86_400_000);
  if (days > 1) return then.toLocaleDateString(tag, { day: 'numeric', month: 'long' });
  const word = new Intl.RelativeTimeFormat(island.locale, { numeric: 'auto' }).format(-days, 'day');
  return word[0]?.toLocaleUpperCase(island.locale) + word.slice(1);
}

/** A length of time as telephones show it: 3:07. */
export function span(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  return `${Math.floor(whole / 60)}:${`${whole % 60}`.padStart(2, '0')}`;
}

export function size(bytes: number): string {
  const [value, unit] = bytes < MEGABYTE ? [Math.ceil(bytes / KILOBYTE), 'kilobyte'] : [bytes / MEGABYTE, 'megabyte'];
  return new Intl.NumberFormat(tag, { style: 'unit', unit, maximumFractionDigits: 1 }).format(value);
}
