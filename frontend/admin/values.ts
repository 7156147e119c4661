/** A document as a form sees it: flat values by field name, what changed, and back into the wire's nested shape. */
import { type Document, type Field, keptWhat, type Section } from './sections';
import { entered, type Server } from './servers';

export type Values = Record<string, unknown>;

/** The values of a form's fields; those of a new document when there is none. */
export function valuesOf(fields: readonly Field[], document: Document | null): Values {
  return Object.fromEntries(
    fields.map((field) => [field.name, (document && at(document, field.name)) ?? field.initial]),
  );
}

export function isChanged(before: Values, now: Values): boolean {
  return Object.keys(now).some((name) => !same(before[name], now[name]));
}

/** The body of the request: for a new document everything given, for a known one only what changed, and its rv. */
export function bodyOf(
  section: Section,
  before: Values,
  now: Values,
  document: Document | null,
): Record<string, unknown> {
  const names = Object.keys(now).filter((name) =>
    document ? !same(before[name], now[name]) : now[name] !== undefined,
  );
  const body: Record<string, unknown> = {};
  for (const name of names) {
    const [outer = '', inner] = name.split('.');
    body[outer] = inner ? whole(outer, now) : now[name];
  }
  for (const kind of ['imap', 'smtp']) if (body[kind]) body[kind] = entered(body[kind] as Server);
  if (section === 'templates' && body.files) body.files = (body.files as { id: string }[]).map(({ id }) => id);
  if (section === 'retention-rules') body.what = keptWhat(String(now.channel), String(now.what));
  // Words to agree to are asked for only where there are some.
  if (section === 'widgets' && 'consent' in body && !now['consent.text']) body.consent = null;
  // Whoever is made without queues serves every queue, also those to come; an empty list would be none of them.
  if (section === 'agents' && !document && !(now.queues as string[] | undefined)?.length) delete body.queues;
  if (document) body.rv = document.rv;
  return body;
}

/** Nested fields travel together, whichever of them changed. */
function whole(outer: string, values: Values): Record<string, unknown> {
  const names = Object.keys(values).filter((name) => name.startsWith(`${outer}.`));
  return Object.fromEntries(names.map((name) => [name.slice(outer.length + 1), values[name]]));
}

function at(document: Document, path: string): unknown {
  return path.split('.').reduce<unknown>((value, name) => (value as Record<string, unknown> | null)?.[name], document);
}

function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
