/** What a composer does beside the words: takes the draft the server kept, tells the other side that somebody types. */
import { useEffect, useRef } from 'preact/hooks';
import { tell } from '../socket';
import type { Written } from '../state/compose';
import { following } from '../state/conversations';
import { restore } from '../state/drafts';

const TYPING_MS = 3_000;

/** Takes the draft the server kept, once; what has been written here meanwhile stays. */
export function useServerDraft(id: string, restored: (written: Written) => void): void {
  const { draft } = following(id);
  const value = draft.value;
  useEffect(() => {
    if (!value) return;
    draft.value = null;
    if (value.text) restored(restore(id, value));
  }, [value]);
}

/** Tells the customer's side that somebody types: at most every three seconds, and once when it ends. */
export function useTyping(conversation: string): (on: boolean) => void {
  const state = useRef({ toldAt: 0, timer: 0 });
  return (on) => {
    const now = state.current;
    clearTimeout(now.timer);
    const stop = () => {
      if (now.toldAt) tell('typing', { conversation, on: false });
      now.toldAt = 0;
    };
    if (!on) return stop();
    if (Date.now() - now.toldAt > TYPING_MS) {
      now.toldAt = Date.now();
      tell('typing', { conversation, on: true });
    }
    now.timer = window.setTimeout(stop, TYPING_MS + 1_000);
  };
}
