// Everything the panel shows, as signals: `chat.ts` writes them, the views read them.

import type { Memory } from '../protocol.ts';
import type { ConversationState, Introduction, Mark, Marks, Place, StoredFile, VisitorCall } from '../wire.ts';
import { recall, store, tabStorage } from './host.ts';
import { island } from './island.ts';
import { computed, effect, signal } from './signal.ts';
import { emptyLog, type Log, type Pending, rows, saidGoodbye, unseen } from './timeline.ts';

/** `again` is the way to write into a conversation that has ended. */
export type View = 'talk' | 'again' | 'leave' | 'earlier' | 'call';

export interface Upload {
  id: string;
  name: string;
  share: number;
  stored?: StoredFile;
  error?: string;
}

/** What survives a reload of this tab. */
interface Saved {
  draft: string;
  pending: Pending[];
  introduction: Introduction | null;
  silent: boolean;
}

/** Not the name the loader uses: on our own demo page both share a storage. */
const name = `parley-panel:${island.key}`;
const saved = recall<Saved>(tabStorage(), name);
const nothing: Mark = { delivered: 0, read: 0 };
export const NO_MARKS: Marks = { customer: nothing, agent: nothing };

export const memory = signal<Memory>({});
export const shown = signal(false);
export const visible = signal(document.visibilityState === 'visible');
export const view = signal<View>('talk');

/** null until a connection is wanted. */
export const online = signal<boolean | null>(null);
export const troubled = signal(false);
export const available = signal(island.available);
export const awayText = signal(island.away_text);

export const log = signal<Log>(emptyLog());
export const state = signal<ConversationState | null>(null);
export const agent = signal<{ id: string; name: string } | null>(null);
export const place = signal<Place | null>(null);
export const marks = signal(NO_MARKS);
export const typing = signal<string | null>(null);
export const left = signal(false);
/** The call of this conversation: the one that goes on, or one that has just ended. */
export const call = signal<VisitorCall | null>(null);

export const draft = signal(saved?.draft ?? '');
export const pending = signal<Pending[]>(saved?.pending ?? []);
export const introduction = signal<Introduction | null>(saved?.introduction ?? null);
export const silent = signal(saved?.silent ?? false);
export const claims = signal<Record<string, unknown>>({});
export const uploads = signal<Upload[]>([]);
/** Why the form came back, in words. */
export const complaint = signal('');

export const timeline = computed(() => rows(log.value, pending.value));

export const calling = computed(() => !!call.value && !call.value.ended_at);

export const over = computed(() => state.value === 'closed' || saidGoodbye(log.value));

export const consented = computed(() => !island.consent?.required || memory.value.consent === island.consent.version);

export const unread = computed(
  () =>
    log.value.events.filter((event) => event.type === 'MessageSent' && event.number > marks.value.customer.read).length,
);

export const screen = computed(() => {
  if (view.value === 'earlier') return 'earlier';
  const begun = log.value.conversation || pending.value.length > 0 || calling.value;
  if (!calling.value && (view.value === 'call' || (!begun && view.value === 'talk' && island.calls?.first)))
    return 'call';
  if (view.value === 'leave' || (!begun && !available.value)) return 'leave';
  const asks = !consented.value || (!memory.value.introduced && (island.form.length > 0 || island.consent !== null));
  return !begun && asks ? 'start' : 'talk';
});

/** Writes down what a reload must not lose. Called once somebody has used the panel: before, nothing is stored. */
export function persist(): () => void {
  return effect(() =>
    store(tabStorage(), name, {
      draft: draft.value,
      pending: unseen(pending.value, log.value).filter((item) => !item.number),
      introduction: introduction.value,
      silent: silent.value,
    } satisfies Saved),
  );
}
