/**
 * Taking a mail back: for some seconds after it was stored by a press or a key, later only from its place in the timeline.
 * What is taken back is kept here until the composer of its conversation has it again: words, recipients and files.
 */
import { computed, type Signal, signal } from '@preact/signals';
import { Failure, remove } from '../api';
import { moment, t } from '../l10n';
import { go } from '../route';
import type { File } from '../wire';
import type { Envelope } from './envelope';
import type { Pending } from './timeline';
import { dismiss, toast } from './toasts';

/** What a composer gets back. */
export interface Returned {
  text: string;
  envelope: Envelope | null;
  files: File[];
}

const UNDO_MS = 5_000;

const returns = new Map<string, Signal<Returned | null>>();
const latest = signal<{ message: Pending; number: number; toast: number; timer: number } | null>(null);

/** Whether a mail can still be taken back by a key. */
export const undoable = computed(() => latest.value !== null);

/** What has come back to a conversation and is not in its composer yet. */
export function returned(conversation: string): Signal<Returned | null> {
  let place = returns.get(conversation);
  if (!place) {
    place = signal(null);
    returns.set(conversation, place);
  }
  return place;
}

/** Says that a mail is on its way, with Undo. */
export function offerUndo(message: Pending, number: number): void {
  forget();
  const at = message.mail?.send_at;
  const words = at ? t('mail-scheduled', { when: moment(at) }) : t('mail-leaving');
  const id = toast(words, 'done', { label: t('undo'), run: () => void undo() }, UNDO_MS);
  const timer = window.setTimeout(forget, UNDO_MS);
  latest.value = { message, number, toast: id, timer };
}

/** Takes back the mail that was sent last. */
export async function undo(): Promise<void> {
  const now = latest.value;
  if (!now) return;
  forget();
  const { conversation } = now.message;
  if (!(await takeBack(conversation, now.number))) return;
  giveBack(now.message);
  go({ page: 'inbox', conversation });
}

/** Takes back a mail that has not left; says so when it has. Resolves with whether it worked. */
export async function takeBack(conversation: string, number: number): Promise<boolean> {
  try {
    await remove(`/conversations/${conversation}/messages/${number}`);
  } catch (failure) {
    if (!(failure instanceof Failure)) throw failure;
    toast(failure.code === 'conflict' ? t('undo-late') : failure.message, 'failed');
    return false;
  }
  return true;
}

/** Returns what was written to the composer of its conversation. */
export function giveBack({
  conversation,
  text,
  files,
  mail,
}: Pick<Pending, 'conversation' | 'text' | 'files' | 'mail'>): void {
  const envelope = mail ? { to: mail.to, cc: mail.cc, bcc: mail.bcc, subject: mail.subject } : null;
  returned(conversation).value = { text, files, envelope };
}

function forget(): void {
  if (!latest.value) return;
  clearTimeout(latest.value.timer);
  dismiss(latest.value.toast);
  latest.value = null;
}
