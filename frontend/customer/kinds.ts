/** Typed values of a profile as they are shown, typed and read back; what cannot be read is said as the name of a message. */
import { dateOf, numberOf, t } from '../l10n';
import { MASK } from '../state/profile';
import type { CustomField, FieldKind, FieldValue } from '../wire';

/** The kinds that are written in a line of text, and the note's. */
export type TextKind = Exclude<FieldKind, 'choice' | 'multi-choice'> | 'longtext';

export type Read = { value: FieldValue } | { problem: string };

const EMAIL = /^[^@\s]+@[^@\s]+$/;
const PHONE = /^\+[\d\s().-]{6,24}$/;
const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** A value as people read it; "" where there is none. */
export function shownAs(kind: FieldKind | 'longtext', value: unknown): string {
  if (value === undefined || value === null || value === '') return '';
  if (value === MASK) return MASK;
  if (Array.isArray(value)) return value.join(', ');
  if (kind === 'number' && typeof value === 'number') return numberOf(value);
  if (kind === 'date' && typeof value === 'string' && DAY.test(value)) return dateOf(value);
  return String(value);
}

/** A value as its field starts with. */
export function typedAs(value: unknown): string {
  if (value === undefined || value === null || value === MASK) return '';
  return String(value);
}

/** What was typed as a value of its kind; "" takes it away. */
export function read(kind: TextKind, text: string, required = false): Read {
  const typed = text.trim();
  if (!typed) return required ? { problem: 'value-required' } : { value: '' };
  if (kind === 'number') {
    const number = Number(typed.replace(/[\s\u00a0\u202f]/g, '').replace(',', '.'));
    return Number.isFinite(number) ? { value: number } : { problem: 'value-number' };
  }
  if (kind === 'date') return isDay(typed) ? { value: typed } : { problem: 'value-date' };
  if (kind === 'email') return EMAIL.test(typed) ? { value: typed } : { problem: 'value-email' };
  if (kind === 'phone') return PHONE.test(typed) ? { value: typed } : { problem: 'value-phone' };
  if (kind === 'url') return isWebAddress(typed) ? { value: typed } : { problem: 'value-url' };
  return { value: typed };
}

/** Custom fields in the order they are shown: by position, then by name; and values that no field is defined for. */
export function fieldsOf(defined: readonly CustomField[], values: Record<string, FieldValue>): CustomField[] {
  const ordered = [...defined].sort((a, b) => a.position - b.position || a.name.localeCompare(b.name));
  const known = new Set(defined.map(({ key }) => key));
  return [
    ...ordered,
    ...Object.keys(values)
      .filter((key) => !known.has(key))
      .sort()
      .map(plain),
  ];
}

function plain(key: string): CustomField {
  const rest = { choices: [], required: false, masked: false, right: null, position: 0, rv: 0 };
  return { id: key, key, name: key, kind: 'text', ...rest };
}

/** The words for a source of an address; one we have no words for is shown as it is. */
export function sourceWords(source: string): string {
  const id = `address-from-${source}`;
  const words = t(id);
  return words === id ? source : words;
}

function isDay(text: string): boolean {
  return DAY.test(text) && !Number.isNaN(Date.parse(text)) && new Date(text).toISOString().startsWith(text);
}

function isWebAddress(text: string): boolean {
  try {
    return /^https?:$/.test(new URL(text).protocol) && !/\s/.test(text);
  } catch {
    return false;
  }
}
