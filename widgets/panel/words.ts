// Words that only a part of the panel needs come with that part: whoever only chats does not load them.

import { island } from './island.ts';
import { type Signal, signal } from './signal.ts';
import type { Text } from './texts.ts';

const AGAIN_MS = 1000;

/** Fetches the words of a part; the signal says whether there is anything to say it with. */
export function wordsOf(part: 'call' | 'prove'): Signal<boolean> {
  const worded = signal(false);
  async function fetchWords(): Promise<void> {
    try {
      const answer = await fetch(`/panel/${island.key}/words?of=${part}&locale=${island.locale}`);
      if (!answer.ok) throw new TypeError(`${answer.status}`);
      Object.assign(island.texts, (await answer.json()) as Record<string, Text>);
      worded.value = true;
    } catch {
      setTimeout(fetchWords, AGAIN_MS); // the line is away, and comes back
    }
  }
  void fetchWords();
  return worded;
}
