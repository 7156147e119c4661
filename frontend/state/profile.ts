/** One field of a customer by its path ("note", "fields.Size"): its value, the change that sets it, whether two are alike. */
import type { Customer, FieldValue } from '../wire';

/** What the server puts in place of a value that one may not see; sent back, it keeps the value. */
export const MASK = '••••';

const CUSTOM = 'fields.';

export function valueAt(customer: Customer, path: string): unknown {
  if (path.startsWith(CUSTOM)) return customer.fields[path.slice(CUSTOM.length)] ?? '';
  return customer[path as keyof Customer];
}

/** What a PATCH carries to set the field. Custom fields travel whole: an empty one is left out, the others stay. */
export function changeOf(customer: Customer, path: string, value: unknown): Record<string, unknown> {
  if (!path.startsWith(CUSTOM)) return { [path]: value };
  const { [path.slice(CUSTOM.length)]: _, ...others } = customer.fields;
  const empty = value === '' || (Array.isArray(value) && value.length === 0);
  return { fields: empty ? others : { ...others, [path.slice(CUSTOM.length)]: value as FieldValue } };
}

export function alike(a: unknown, b: unknown): boolean {
  return JSON.stringify(blank(a)) === JSON.stringify(blank(b));
}

function blank(value: unknown): unknown {
  return value === undefined || value === '' || (Array.isArray(value) && value.length === 0) ? null : value;
}
