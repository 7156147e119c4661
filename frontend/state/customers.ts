/**
 * Customers as this browser knows them: asked for when shown or offered, changed field by field, with Undo. Two agents may
 * edit one customer: changes of different fields are both kept; of the same field the later one is told before it replaces.
 */
import { type Signal, signal } from '@preact/signals';
import { Failure, get, patch } from '../api';
import { t } from '../l10n';
import type { Conversation, Customer, CustomerDetail } from '../wire';
import { attempt } from './acts';
import { conversationChanged, conversations } from './inbox';
import { alike, changeOf, MASK, valueAt } from './profile';
import { toast } from './toasts';

export interface Known {
  customer: Signal<CustomerDetail | null>;
  earlier: Signal<readonly Conversation[] | null>;
  next: Signal<string | null>;
  failure: Signal<Failure | null>;
}

/** An edit that was stored, or why it was not: with `theirs` when somebody else has set the field to that meanwhile. */
export type Edited = { ok: true } | { ok: false; why: string; theirs?: unknown };

const known = new Map<string, Known>();

export function customerRecord(id: string): Known {
  let record = known.get(id);
  if (!record) {
    record = { customer: signal(null), earlier: signal(null), next: signal(null), failure: signal(null) };
    known.set(id, record);
  }
  return record;
}

const asked = new Map<string, Promise<void>>();

/** Asks for a customer and the first page of their conversations; who asks meanwhile gets the same answer. */
export function loadCustomer(id: string): Promise<void> {
  const going = asked.get(id) ?? fetchCustomer(id).finally(() => asked.delete(id));
  asked.set(id, going);
  return going;
}

async function fetchCustomer(id: string): Promise<void> {
  const record = customerRecord(id);
  record.failure.value = null;
  try {
    // The profile is shown as soon as it is there, whatever the list below it takes.
    const profile = get<CustomerDetail>(`/customers/${id}`);
    const past = get<{ items: Conversation[]; next: string | null }>(`/customers/${id}/conversations?limit=20`);
    void past.catch(() => null);
    take(record, await profile);
    const page = await past;
    record.earlier.value = page.items;
    record.next.value = page.next;
  } catch (failure) {
    if (!(failure instanceof Failure)) throw failure;
    record.failure.value = failure;
  }
}

/** An answer that was overtaken by a later edit says nothing any more. */
function take(record: Known, customer: CustomerDetail): void {
  const now = record.customer.value;
  if (!now || now.id !== customer.id || now.rv <= customer.rv) record.customer.value = customer;
}

/** Counts how often somebody told that customers have changed. */
export const customersTold = signal(0);

/** The server told that these customers have changed: shown ones and lists of them are asked for again. */
export function customersChanged(ids: readonly string[]): void {
  customersTold.value++;
  void reloadCustomers(ids);
}

/** Loads again what is known of these customers; what was asked for before they changed is no answer. */
export async function reloadCustomers(ids: readonly string[]): Promise<void> {
  const theirs = [...known].filter(([id, { customer }]) => ids.includes(id) || ids.includes(customer.value?.id ?? ''));
  await Promise.all(theirs.map(([id]) => fetchCustomer(id)));
}

/** The line is back: lists of customers may be old, and what could not be loaded now can. */
export function customersAgain(): void {
  customersTold.value++;
  for (const [id, { failure }] of known) if (failure.value) void loadCustomer(id);
}

export async function loadEarlier(id: string): Promise<void> {
  const record = customerRecord(id);
  const cursor = record.next.value;
  if (!cursor) return;
  await attempt(t('act-load'), async () => {
    const path = `/customers/${id}/conversations?limit=20&cursor=${encodeURIComponent(cursor)}`;
    const page = await get<{ items: Conversation[]; next: string | null }>(path);
    record.earlier.value = [...(record.earlier.value ?? []), ...page.items];
    record.next.value = page.next;
  });
}

/** Sets one field that was `from` when the agent began to change it; says so with Undo. */
export async function edit(id: string, path: string, from: unknown, value: unknown, label: string): Promise<Edited> {
  const done = await set(id, path, from, value);
  if (done.ok && !alike(from, value)) {
    const undo = async () => {
      const undone = await set(id, path, value, from);
      if (!undone.ok) toast(undone.why, 'failed');
    };
    // What one could not see one cannot put back.
    const act = from === MASK ? undefined : { label: t('undo'), run: () => void undo() };
    toast(t('field-changed', { label }), 'done', act);
  }
  return done;
}

/** As `edit`, where a failure has no other place than a notice, and the change is its own way back. */
export async function change(id: string, path: string, value: unknown): Promise<boolean> {
  const before = customerRecord(id).customer.value;
  if (!before) return false;
  const done = await set(id, path, valueAt(before, path), value);
  if (!done.ok) toast(t('failed-because', { what: t('act-customer'), why: done.why }), 'failed');
  return done.ok;
}

async function set(id: string, path: string, from: unknown, value: unknown): Promise<Edited> {
  const record = customerRecord(id);
  try {
    for (let fresh = record.customer.value; fresh; ) {
      const theirs = valueAt(fresh, path);
      if (alike(theirs, value)) return { ok: true };
      if (!alike(theirs, from)) return { ok: false, why: t('changed-meanwhile'), theirs };
      try {
        await store(record, fresh, changeOf(fresh, path, value));
        return { ok: true };
      } catch (failure) {
        if (!(failure instanceof Failure) || failure.code !== 'conflict') throw failure;
        fresh = record.customer.value = await get<CustomerDetail>(`/customers/${id}`);
      }
    }
    return { ok: false, why: t('customer-failed') };
  } catch (failure) {
    if (!(failure instanceof Failure)) throw failure;
    return { ok: false, why: failure.message };
  }
}

async function store(record: Known, fresh: CustomerDetail, fields: Record<string, unknown>): Promise<void> {
  const stored = await patch<Customer>(`/customers/${fresh.id}`, { ...fields, rv: fresh.rv });
  record.customer.value = { ...fresh, ...stored };
  if (stored.name !== fresh.name) rename(stored.id, stored.name);
}

function rename(id: string, name: string): void {
  for (const row of conversations.value.values()) {
    if (row.customer.id === id) conversationChanged({ ...row, customer: { ...row.customer, name } });
  }
}
