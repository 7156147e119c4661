/** Customers as this browser knows them: asked for when shown, changed in place, with their earlier conversations. */
import { type Signal, signal } from '@preact/signals';
import { Failure, get, patch } from '../api';
import { t } from '../l10n';
import type { Conversation, Customer } from '../wire';
import { attempt } from './acts';
import { conversationChanged, conversations } from './inbox';

export interface Known {
  customer: Signal<Customer | null>;
  earlier: Signal<readonly Conversation[] | null>;
  next: Signal<string | null>;
  failure: Signal<Failure | null>;
}

const known = new Map<string, Known>();

export function customerRecord(id: string): Known {
  let record = known.get(id);
  if (!record) {
    record = { customer: signal(null), earlier: signal(null), next: signal(null), failure: signal(null) };
    known.set(id, record);
  }
  return record;
}

/** Asks for a customer and the first page of their conversations. */
export async function loadCustomer(id: string): Promise<void> {
  const record = customerRecord(id);
  record.failure.value = null;
  try {
    const [customer, page] = await Promise.all([
      get<Customer>(`/customers/${id}`),
      get<{ items: Conversation[]; next: string | null }>(`/customers/${id}/timeline?limit=20`),
    ]);
    record.customer.value = customer;
    record.earlier.value = page.items;
    record.next.value = page.next;
  } catch (failure) {
    if (!(failure instanceof Failure)) throw failure;
    record.failure.value = failure;
  }
}

export async function loadEarlier(id: string): Promise<void> {
  const record = customerRecord(id);
  const cursor = record.next.value;
  if (!cursor) return;
  await attempt(t('act-load'), async () => {
    const path = `/customers/${id}/timeline?limit=20&cursor=${encodeURIComponent(cursor)}`;
    const page = await get<{ items: Conversation[]; next: string | null }>(path);
    record.earlier.value = [...(record.earlier.value ?? []), ...page.items];
    record.next.value = page.next;
  });
}

/** Changes some fields; what somebody else changed meanwhile is fetched first and kept. */
export async function changeCustomer(customer: Customer, fields: Partial<Customer>): Promise<boolean> {
  const record = customerRecord(customer.id);
  return attempt(t('act-customer'), async () => {
    try {
      record.customer.value = await patch<Customer>(`/customers/${customer.id}`, { ...fields, rv: customer.rv });
    } catch (failure) {
      if (!(failure instanceof Failure) || failure.code !== 'conflict') throw failure;
      const fresh = await get<Customer>(`/customers/${customer.id}`);
      record.customer.value = await patch<Customer>(`/customers/${customer.id}`, { ...fields, rv: fresh.rv });
    }
    if (fields.name !== undefined) rename(customer.id, fields.name);
  });
}

function rename(id: string, name: string): void {
  for (const row of conversations.value.values()) {
    if (row.customer.id === id) conversationChanged({ ...row, customer: { ...row.customer, name } });
  }
}
