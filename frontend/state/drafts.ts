/** Drafts: kept here at every key, on the server two seconds after the last one, so no words are lost with the tab. */
import { call } from '../api';
import type { Channel, Draft } from '../wire';

const SAVE_MS = 2_000;

interface Kept {
  draft: Draft;
  timer: number;
}

const drafts = new Map<string, Kept>();

export function draftOf(conversation: string): Draft | null {
  return drafts.get(conversation)?.draft ?? null;
}

/** Notes what is being written; saves it when the agent pauses. */
export function write(conversation: string, channel: Channel, text: string): void {
  clearTimeout(drafts.get(conversation)?.timer);
  const draft = { channel, text };
  const timer = window.setTimeout(() => save(conversation, draft), SAVE_MS);
  drafts.set(conversation, { draft, timer });
}

/** The draft became a message. */
export function sentDraft(conversation: string, channel: Channel): void {
  clearTimeout(drafts.get(conversation)?.timer);
  const draft = { channel, text: '' };
  drafts.set(conversation, { draft, timer: 0 });
  save(conversation, draft);
}

/** Takes what the server kept, unless something newer was written here. */
export function restore(conversation: string, draft: Draft): void {
  if (!drafts.has(conversation)) drafts.set(conversation, { draft, timer: 0 });
}

function save(conversation: string, draft: Draft): void {
  // A draft that could not be saved is still on the screen and is saved again with the next pause.
  call('PUT', `/conversations/${conversation}/draft`, draft).catch(() => undefined);
}
