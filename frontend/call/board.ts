/** The calls of the centre as far as one sees them: those on the line now, and those that were, newest first. */
import { computed, effect, signal } from '@preact/signals';
import { Failure, get } from '../api';
import { conversations } from '../state/inbox';
import type { CallDetail } from './wire';
import { hasCall } from './words';

export const liveCalls = signal<readonly CallDetail[] | null>(null);
export const pastCalls = signal<readonly CallDetail[]>([]);
export const more = signal<string | null>(null);
export const failure = signal<string | null>(null);
export const filter = signal<'all' | 'missed'>('all');

const STATES = { all: 'ended,missed,abandoned,rejected,failed', missed: 'missed,abandoned' };
const PAGE = 30;
const SOON_MS = 250;

interface Page {
  items: CallDetail[];
  next: string | null;
}

/** Every change of a call changes its conversation's row, which the server pushes to whoever may see it. */
const changes = computed(() =>
  [...conversations.value.values()]
    .filter(hasCall)
    .map(({ call, agent }) => `${call?.call} ${call?.state} ${agent}`)
    .join(),
);

/** Keeps both lists up to date until the way to stop it is called. */
export function watchCalls(): () => void {
  let timer = 0;
  const stop = effect(() => {
    changes.value;
    filter.value;
    clearTimeout(timer);
    timer = window.setTimeout(() => void load(), SOON_MS);
  });
  return () => {
    stop();
    clearTimeout(timer);
  };
}

export async function load(before: string | null = null): Promise<void> {
  const cursor = before ? `&cursor=${encodeURIComponent(before)}` : '';
  try {
    const [live, past] = await Promise.all([
      get<Page>('/calls?state=live&limit=200'),
      get<Page>(`/calls?state=${STATES[filter.value]}&limit=${PAGE}${cursor}`),
    ]);
    liveCalls.value = live.items;
    pastCalls.value = before ? [...pastCalls.value, ...past.items] : past.items;
    more.value = past.next;
    failure.value = null;
  } catch (caught) {
    if (!(caught instanceof Failure)) throw caught;
    failure.value = caught.message;
  }
}
