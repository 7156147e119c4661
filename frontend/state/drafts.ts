/** Drafts: kept here at every key, on the server two seconds after the last one, so no words are lost with the tab. */
import { currentToken, put } from '../api';
import type { Channel, Draft } from '../wire';

const SAVE_MS = 2_000;

interface Kept {
  draft: Draft;
  timer: number;
  /** Whether the server holds words that sending makes obsolete. */
  stored: boolean;
}

const drafts = new Map<string, Kept>();

export function draftOf(conversation: string): Draft | null {
  return drafts.get(conversation)?.draft ?? null;
}

/** Notes what is being written; saves it when the agent pauses. */
export function write(conversation: string, channel: Channel, text: string): void {
  const before = drafts.get(conversation);
  clearTimeout(before?.timer);
  const timer = window.setTimeout(() => void save(conversation), SAVE_MS);
  drafts.set(conversation, { draft: { channel, text }, timer, stored: before?.stored ?? false });
}

/** The draft became a message. */
export function sentDraft(conversation: string, channel: Channel): void {
  const before = drafts.get(conversation);
  clearTimeout(before?.timer);
  drafts.set(conversation, { draft: { channel, text: '' }, timer: 0, stored: before?.stored ?? false });
  if (before?.stored) void save(conversation);
}

/** Takes what the server kept, unless something newer was written here. */
export function restore(conversation: string, draft: Draft): void {
  if (!drafts.has(conversation)) drafts.set(conversation, { draft, timer: 0, stored: true });
}

/** A page that goes away saves what it has not saved yet; the request outlives it. */
export function startDrafts(): void {
  addEventListener('pagehide', () => {
    for (const [conversation, { draft, timer }] of drafts) {
      if (!timer) continue;
      const headers = { 'Content-Type': 'application/json', 'X-Parley-Token': currentToken() };
      const body = JSON.stringify(draft);
      void fetch(`/api/v1/conversations/${conversation}/draft`, { method: 'PUT', keepalive: true, headers, body });
    }
  });
}

async function save(conversation: string): Promise<void> {
  const kept = drafts.get(conversation);
  if (!kept) return;
  kept.timer = 0;
  kept.stored = kept.draft.text !== '';
  // A draft that could not be saved is still on the screen and is saved again with the next pause.
  await put(`/conversations/${conversation}/draft`, kept.draft).catch(() => undefined);
}
