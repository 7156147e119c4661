/** The new email being written, if any: one at a time, kept over closing its dialog and over a reload until it is sent. */
import { effect, signal } from '@preact/signals';
import { get, post } from '../api';
import { newId } from '../ids';
import { go } from '../route';
import type { Customer, File, Iso, Mailbox } from '../wire';
import { meId } from './centre';
import { EMPTY_ENVELOPE, type Envelope, recipient } from './envelope';
import { wordsOf } from './markup';
import { offerUndo } from './undo';

export interface NewMail {
  /** Sending again with the same id stores it once. */
  id: string;
  customer: string;
  mailbox: string | null;
  envelope: Envelope;
  text: string;
}

export const writingNew = signal(false);
export const newMail = signal<NewMail>(blank());

/** The mailboxes that mail can be sent from; null while that is not known. */
export const mailboxes = signal<readonly Mailbox[] | null>(null);

/** Opens the dialog; for a customer the mail is to them, and what was begun for another is kept only if it was not. */
export function startMail(customer?: Customer, chosen?: string): void {
  const address = chosen ?? customer?.addresses.find((each) => each.kind === 'email')?.value;
  const { customer: name, envelope } = newMail.value;
  const other = name !== customer?.name || (chosen && !envelope.to.some((one) => one.includes(chosen)));
  if (customer && address && other) {
    const to = [recipient({ name: customer.name, address })];
    newMail.value = { ...blank(), customer: customer.name, envelope: { ...EMPTY_ENVELOPE, to } };
  }
  writingNew.value = true;
}

export function changeMail(fields: Partial<NewMail>): void {
  newMail.value = { ...newMail.value, ...fields };
}

export function discardMail(): void {
  newMail.value = blank();
  writingNew.value = false;
}

export async function loadMailboxes(): Promise<void> {
  const { items } = await get<{ items: Mailbox[] }>('/mailboxes?limit=200');
  mailboxes.value = items.filter((each) => each.active);
}

/** Begins a conversation with the mail and goes to it. Rejects with a Failure that the dialog shows. */
export async function begin(mailbox: string, files: File[], send_at: Iso | null): Promise<void> {
  const { id, envelope, text } = newMail.value;
  const body = {
    id,
    channel: 'email',
    mailbox,
    ...envelope,
    ...wordsOf(text),
    files: files.map((file) => file.id),
    send_at,
  };
  const { conversation, number } = await post<{ conversation: string; number: number }>('/conversations', body);
  discardMail();
  go({ page: 'inbox', conversation });
  const mail = { ...envelope, send_at };
  offerUndo(
    { id, conversation, channel: 'email', text, files, mentions: [], mail, at: '', state: 'sending', error: null },
    number,
  );
}

/** Keeps what is written in this tab. */
export function startNewMail(): void {
  const place = `parley.newMail.${meId()}`;
  newMail.value = { ...newMail.value, ...(JSON.parse(sessionStorage.getItem(place) ?? '{}') as Partial<NewMail>) };
  effect(() => sessionStorage.setItem(place, JSON.stringify(newMail.value)));
}

function blank(): NewMail {
  return { id: newId('msg'), customer: '', mailbox: null, envelope: EMPTY_ENVELOPE, text: '' };
}
