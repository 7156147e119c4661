/** Customers as somebody types and filters: asked for when the typing pauses; a late answer to an older question is dropped. */
import { useEffect, useRef, useState } from 'preact/hooks';
import { Failure, get } from '../api';
import type { Customer } from '../wire';

const PAUSE_MS = 180;
const PAGE = 40;

export interface Snippet {
  text: string;
  ranges: [number, number][];
}

/** A customer who was found: where the words are in the name, and whether it is only nearly what was typed. */
export interface Hit {
  customer: Customer;
  name: Snippet | null;
  near: boolean;
}

export interface Found {
  items: readonly Hit[] | null;
  next: string | null;
  failure: Failure | null;
  more: () => void;
  again: () => void;
  /** Asks once more for as many as are shown. */
  refresh: () => void;
}

type Page = Pick<Found, 'items' | 'next' | 'failure'>;

export function useFound(query: string, filters: Record<string, string> = {}): Found {
  const [state, setState] = useState<Page>({ items: null, next: null, failure: null });
  const latest = useRef(0);
  const wanted = query.trim();
  const asked = JSON.stringify(filters);

  async function load(cursor: string | null, limit = PAGE, keep = false) {
    const mine = ++latest.current;
    try {
      const page = await ask(wanted, filters, cursor, limit);
      if (mine !== latest.current) return;
      setState((now) => ({
        ...page,
        items: [...(cursor ? (now.items ?? []) : []), ...(page.items ?? [])],
        failure: null,
      }));
    } catch (failure) {
      if (!(failure instanceof Failure)) throw failure;
      // What is shown already is better than nothing, if nobody has asked for something else.
      if (mine === latest.current) setState((now) => (keep && now.items ? now : { items: null, next: null, failure }));
    }
  }
  useEffect(() => {
    const timer = setTimeout(() => void load(null), wanted ? PAUSE_MS : 0);
    return () => clearTimeout(timer);
  }, [wanted, asked]);
  const shown = state.items?.length ?? 0;
  return {
    ...state,
    more: () => void load(state.next),
    again: () => void load(null),
    refresh: () => void load(null, Math.max(PAGE, shown), true),
  };
}

/** Without words the latest ones; with words also who is nearly called so. */
async function ask(
  query: string,
  filters: Record<string, string>,
  cursor: string | null,
  limit: number,
): Promise<Page> {
  const words = new URLSearchParams({ limit: String(limit), ...filters });
  if (!query) {
    if (cursor) words.set('cursor', cursor);
    const page = await get<{ items: Customer[]; next: string | null }>(`/customers?${words}`);
    return {
      items: page.items.map((customer) => ({ customer, name: null, near: false })),
      next: page.next,
      failure: null,
    };
  }
  words.set('q', query);
  words.set('in', 'customers');
  if (cursor) words.set('before', cursor);
  const page = await get<{ customers: Hit[]; next: string | null }>(`/search?${words}`);
  return { items: page.customers, next: page.next, failure: null };
}
