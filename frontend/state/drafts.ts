/** Drafts: kept here at every key, on the server two seconds after the last one, so no words are lost with the tab. */
import { currentToken, put } from '../api';
import type { Channel, Draft } from '../wire';
import { draftOf, moved, restored, rewritten, type Written } from './compose';

const SAVE_MS = 2_000;

interface Kept {
  written: Written;
  timer: number;
  /** Whether the server holds words that sending makes obsolete. */
  stored: boolean;
}

const drafts = new Map<string, Kept>();

/** What is being written in a conversation; nothing, for chat, when nobody has begun. */
export function writtenIn(conversation: string): Written {
  return drafts.get(conversation)?.written ?? { channel: 'chat', texts: {} };
}

/** Notes what is being written; saves it when the agent pauses. */
export function write(conversation: string, channel: Channel, text: string): Written {
  const before = drafts.get(conversation);
  return keep(conversation, rewritten(before?.written ?? null, channel, text), before?.stored ?? false, true);
}

/** Shows the words of another channel. */
export function turn(conversation: string, channel: Channel): Written {
  const before = drafts.get(conversation);
  const written = { ...writtenIn(conversation), channel, chosen: true };
  return keep(conversation, written, before?.stored ?? false, Object.values(written.texts).some(Boolean));
}

/** Takes the words of one channel over into another, which is shown. */
export function move(conversation: string, from: Channel, to: Channel): Written {
  return keep(conversation, moved(writtenIn(conversation), from, to), drafts.get(conversation)?.stored ?? false, true);
}

/** The draft became a message; what is written for the other channel stays. */
export function sentDraft(conversation: string, channel: Channel): Written {
  const { written, stored } = drafts.get(conversation) ?? { written: writtenIn(conversation), stored: false };
  // Whoever writes notes goes on writing notes: the next one must not become an answer by itself.
  const left = { channel, texts: { ...written.texts, [channel]: '' }, chosen: channel === 'note' };
  keep(conversation, left, stored, false);
  if (stored || draftOf(left).text) void save(conversation);
  return left;
}

/** Takes what the server kept, unless something newer was written here. */
export function restore(conversation: string, draft: Draft): Written {
  const before = drafts.get(conversation);
  return keep(conversation, restored(before?.written ?? null, draft), true, Boolean(before?.timer));
}

/** A page that goes away saves what it has not saved yet; the request outlives it. */
export function startDrafts(): void {
  addEventListener('pagehide', () => {
    for (const [conversation, { written, timer }] of drafts) {
      if (!timer) continue;
      const headers = { 'Content-Type': 'application/json', 'X-Parley-Token': currentToken() };
      const body = JSON.stringify(draftOf(written));
      void fetch(`/api/v1/conversations/${conversation}/draft`, { method: 'PUT', keepalive: true, headers, body });
    }
  });
}

function keep(conversation: string, written: Written, stored: boolean, unsaved: boolean): Written {
  clearTimeout(drafts.get(conversation)?.timer);
  const timer = unsaved ? window.setTimeout(() => void save(conversation), SAVE_MS) : 0;
  drafts.set(conversation, { written, timer, stored });
  return written;
}

async function save(conversation: string): Promise<void> {
  const kept = drafts.get(conversation);
  if (!kept) return;
  const draft = draftOf(kept.written);
  clearTimeout(kept.timer);
  kept.timer = 0;
  kept.stored = draft.text !== '';
  // A draft that could not be saved is still on the screen and is saved again with the next pause.
  await put(`/conversations/${conversation}/draft`, draft).catch(() => undefined);
}
