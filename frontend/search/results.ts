/** Results as somebody types and filters: a late answer to an older question is dropped, short pages are filled up. */
import { useEffect, useRef, useState } from 'preact/hooks';
import { Failure } from '../api';
import type { CustomerHit, MessageHit } from '../wire';
import { type Asked, find, isWorthAsking, written } from './asking';

const PAUSE_MS = 180;
const PAGE = 20;
/** How often an empty page is gone on from before the agent is asked to. */
const MOST_PAGES = 5;

export interface Results {
  messages: readonly MessageHit[];
  customers: readonly CustomerHit[];
  next: string | null;
  /** What these are the results of; null before there are any. */
  of: string | null;
  busy: boolean;
  failure: Failure | null;
}

const NONE: Results = { messages: [], customers: [], next: null, of: null, busy: false, failure: null };

export function useResults(asked: Asked): Results & { more: () => void; again: () => void } {
  const [state, setState] = useState(NONE);
  const latest = useRef(0);
  const text = written(asked);

  async function load(before: string | null) {
    const mine = ++latest.current;
    setState((now) => ({ ...now, busy: true, failure: null }));
    try {
      let page = await find(asked, PAGE, before);
      for (let tries = 1; page.next && count(page) === 0 && tries < MOST_PAGES && mine === latest.current; tries++) {
        page = await find(asked, PAGE, page.next);
      }
      if (mine !== latest.current) return;
      setState((now) => ({
        ...{ messages: before ? [...now.messages, ...page.messages] : page.messages },
        ...{ customers: before ? [...now.customers, ...page.customers] : page.customers },
        ...{ next: page.next, of: text, busy: false, failure: null },
      }));
    } catch (failure) {
      if (!(failure instanceof Failure)) throw failure;
      if (mine === latest.current) setState((now) => ({ ...now, busy: false, failure }));
    }
  }
  useEffect(() => {
    if (!isWorthAsking(asked)) {
      latest.current++;
      setState(NONE);
      return;
    }
    const timer = setTimeout(() => void load(null), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return { ...state, more: () => void load(state.next), again: () => void load(null) };
}

function count(page: { messages: unknown[]; customers: unknown[] }): number {
  return page.messages.length + page.customers.length;
}
