/** What is searched for: the words, where, and filters, as they stand in the page's address. */
import { get } from '../api';
import type { SearchAnswer } from '../wire';

export const FILTERS = ['channel', 'queue', 'agent', 'from', 'to'] as const;
export type Filter = (typeof FILTERS)[number];
export type Where = 'messages' | 'customers';

export interface Asked {
  q: string;
  where: Where;
  filters: Partial<Record<Filter, string>>;
}

/** From so many letters on it is worth asking. */
export const SHORTEST = 2;

export function read(text: string): Asked {
  const words = new URLSearchParams(text);
  const given = FILTERS.flatMap((name) => (words.get(name) ? [[name, words.get(name)]] : []));
  const where = words.get('in') === 'customers' ? 'customers' : 'messages';
  return { q: words.get('q') ?? '', where, filters: Object.fromEntries(given) };
}

export function written({ q, where, filters }: Asked): string {
  const words = new URLSearchParams();
  if (q) words.set('q', q);
  if (where !== 'messages') words.set('in', where);
  for (const name of FILTERS) if (filters[name]) words.set(name, filters[name]);
  return words.toString();
}

export function isWorthAsking({ q }: Asked): boolean {
  return q.trim().length >= SHORTEST;
}

/** One page of what is found; `before` is the earlier page's `next`. */
export function find({ q, where, filters }: Asked, limit: number, before: string | null = null): Promise<SearchAnswer> {
  const words = new URLSearchParams({ q: q.trim(), in: where, limit: String(limit) });
  if (where === 'messages') {
    for (const name of ['channel', 'queue', 'agent'] as const) if (filters[name]) words.set(name, filters[name]);
    if (filters.from) words.set('from', new Date(`${filters.from}T00:00`).toISOString());
    // The last day belongs to it, up to its midnight where the agent is.
    if (filters.to) words.set('to', new Date(new Date(`${filters.to}T00:00`).setHours(24)).toISOString());
  }
  if (before) words.set('before', before);
  return get(`/search?${words}`);
}
