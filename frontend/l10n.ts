/** Words, dates and numbers in the agent's language: Fluent messages and Intl, both following the `locale` signal. */
import { FluentBundle, FluentResource, type FluentVariable } from '@fluent/bundle';
import { computed, signal } from '@preact/signals';
import en from './locales/en.ftl?raw';
import it from './locales/it.ftl?raw';
import pl from './locales/pl.ftl?raw';
import ru from './locales/ru.ftl?raw';

const KILOBYTE = 1024;
const MEGABYTE = 1024 * KILOBYTE;

export const LOCALES = { en: 'English', pl: 'Polski', it: 'Italiano', ru: 'Русский' } as const;
export type Locale = keyof typeof LOCALES;

const SOURCES: Record<Locale, string> = { en, pl, it, ru };

export const locale = signal<Locale>('en');

export function isLocale(value: unknown): value is Locale {
  return typeof value === 'string' && value in LOCALES;
}

const bundle = computed(() => {
  const made = new FluentBundle([locale.value, 'en'], { useIsolating: false });
  made.addResource(new FluentResource(SOURCES.en));
  if (locale.value !== 'en') made.addResource(new FluentResource(SOURCES[locale.value]), { allowOverrides: true });
  return made;
});

/** The message `id` in the current language; the id itself when no language has it. */
export function t(id: string, args?: Record<string, FluentVariable>): string {
  const pattern = bundle.value.getMessage(id)?.value;
  return pattern ? bundle.value.formatPattern(pattern, args ?? null) : id;
}

const formats = computed(() => {
  const tag = locale.value === 'en' ? 'en-GB' : locale.value;
  const date = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(tag, options);
  return {
    tag,
    clock: date({ hour: '2-digit', minute: '2-digit' }),
    day: date({ day: 'numeric', month: 'short' }),
    dayYear: date({ day: 'numeric', month: 'short', year: 'numeric' }),
    weekday: date({ weekday: 'long', day: 'numeric', month: 'long' }),
    full: date({ dateStyle: 'full', timeStyle: 'short' }),
    relative: new Intl.RelativeTimeFormat(tag, { numeric: 'auto' }),
    languages: new Intl.DisplayNames([tag], { type: 'language' }),
    list: new Intl.ListFormat(tag, { type: 'conjunction' }),
  };
});

export const clock = (at: string | number) => formats.value.clock.format(new Date(at));
export const fullTime = (at: string | number) => formats.value.full.format(new Date(at));
export const numberOf = (value: number) => new Intl.NumberFormat(formats.value.tag).format(value);
/** A day without a time, "2026-11-21", as people write it; never moved by a time zone. */
export const dateOf = (day: string) =>
  new Intl.DateTimeFormat(formats.value.tag, { dateStyle: 'medium', timeZone: 'UTC' }).format(new Date(day));
/** A month, "2026-11", as people write it. */
export const monthOf = (month: string) =>
  new Intl.DateTimeFormat(formats.value.tag, { month: 'long', year: 'numeric', timeZone: 'UTC' }).format(
    new Date(month),
  );
export const listOf = (words: string[]) => formats.value.list.format(words);

/** "18 Oct", with the year when it is not the current one. */
export function dayOf(at: string | number): string {
  const date = new Date(at);
  const { day, dayYear } = formats.value;
  return (date.getFullYear() === new Date().getFullYear() ? day : dayYear).format(date);
}

/** "Today", "Yesterday" or the weekday with its date, for the day lines of a timeline. */
export function dayName(at: string | number, now = Date.now()): string {
  const days = Math.round((midnight(at) - midnight(now)) / 86_400_000);
  if (days === 0 || days === -1) return capital(formats.value.relative.format(days, 'day'));
  return capital(formats.value.weekday.format(new Date(at)));
}

/** "tomorrow, 09:00", "today, 14:30" or "18 Oct, 09:00". */
export function moment(at: string | number, now = Date.now()): string {
  const days = Math.round((midnight(at) - midnight(now)) / 86_400_000);
  const day = Math.abs(days) <= 1 ? formats.value.relative.format(days, 'day') : dayOf(at);
  return days === 0 ? clock(at) : `${day}, ${clock(at)}`;
}

/** A running span: "0:42", "04:12", from an hour on "1 h 05 min". */
export function span(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return `${String(minutes).padStart(2, '0')}:${String(whole % 60).padStart(2, '0')}`;
  const hours = Math.floor(minutes / 60);
  if (hours >= 24) return t('span-days', { days: Math.floor(hours / 24) });
  return t('span-hours', { hours, minutes: minutes % 60 });
}

/** How long ago, short: "now", "26 min", "3 h", then the day. */
export function ago(at: string, now: number): string {
  const minutes = Math.floor((now - Date.parse(at)) / 60_000);
  if (minutes < 1) return t('ago-now');
  if (minutes < 60) return t('ago-minutes', { minutes });
  if (minutes < 24 * 60) return t('ago-hours', { hours: Math.floor(minutes / 60) });
  return dayOf(at);
}

export function languageName(code: string): string {
  try {
    return capital(formats.value.languages.of(code) ?? code);
  } catch {
    return code;
  }
}

/** Languages people write to us in, by their names in the current one. */
const SPOKEN =
  'en pl it ru uk de fr es pt nl cs sk lt lv et sv nb da fi hu ro bg el hr sl sr tr ar he hi zh ja ko'.split(' ');

export function languages(): { id: string; name: string }[] {
  const named = SPOKEN.map((id) => ({ id, name: languageName(id) }));
  return named.sort((a, b) => a.name.localeCompare(b.name, formats.value.tag));
}

/** Every time zone by the name of its city, "Warsaw", with the part of the world as a hint. */
export function zones(): { id: string; name: string; hint: string }[] {
  return Intl.supportedValuesOf('timeZone').map((id) => {
    const [world = '', ...place] = id.split('/');
    return { id, name: (place.at(-1) ?? world).replaceAll('_', ' '), hint: place.length ? world : '' };
  });
}

/** The time of day in another time zone, or null when the zone is unknown to the browser. */
export function timeIn(zone: string, now: number): string | null {
  try {
    const options: Intl.DateTimeFormatOptions = { hour: '2-digit', minute: '2-digit', timeZone: zone };
    return new Intl.DateTimeFormat(formats.value.tag, options).format(now);
  } catch {
    return null;
  }
}

/** Bytes as people read them, counted as the limit of 25 MB is: "1 kB", "640 kB", "2.4 MB". */
export function fileSize(bytes: number): string {
  const [value, unit] = bytes < MEGABYTE ? [Math.ceil(bytes / KILOBYTE), 'kilobyte'] : [bytes / MEGABYTE, 'megabyte'];
  const options: Intl.NumberFormatOptions = { style: 'unit', unit, maximumFractionDigits: 1 };
  return new Intl.NumberFormat(formats.value.tag, options).format(value);
}

function midnight(at: string | number): number {
  return new Date(at).setHours(0, 0, 0, 0);
}

function capital(text: string): string {
  return text.charAt(0).toLocaleUpperCase() + text.slice(1);
}
