/** The call that I served and that is over for me, with what I write about it: kept over a reload until it is written up. */
import { batch, effect, signal } from '@preact/signals';
import { me, meId } from '../state/centre';
import type { Call } from './wire';

interface Kept {
  call: Call | null;
  note: string;
}

export const served = signal<Call | null>(null);
export const note = signal('');

/** From now on it is about this call; null once it is written up. */
export function serve(call: Call | null): void {
  batch(() => {
    served.value = call;
    note.value = '';
  });
}

/** Brings back what an earlier page of this tab left, unless its time is over and nothing was written. */
export function startWrapUp(): void {
  const place = `parley.wrapUp.${meId()}`;
  const kept = JSON.parse(sessionStorage.getItem(place) ?? '{}') as Partial<Kept>;
  if (kept.call && (kept.note?.trim() || me.value.presence.state === 'wrap_up')) {
    served.value = kept.call;
    note.value = kept.note ?? '';
  }
  effect(() => sessionStorage.setItem(place, JSON.stringify({ call: served.value, note: note.value } satisfies Kept)));
}
