/** Merging two customers and parting them again, each with Undo. */
import { get, post } from '../api';
import { t } from '../l10n';
import type { Comparison, CustomerDetail, Merge } from '../wire';
import { attempt } from './acts';
import { customerRecord, reloadCustomers } from './customers';
import { toast } from './toasts';

export const compare = (ours: string, theirs: string) =>
  get<Comparison>(`/customers/${ours}/compare?with=${encodeURIComponent(theirs)}`);

/**
 * Merges `from` into `into`, taking `fields` of theirs; `ofTwo` where somebody was warned that the company's own system has them
 * as two people. Rejects with a Failure that the dialog shows.
 */
export async function mergeCustomers(
  into: string,
  from: string,
  name: string,
  fields: string[],
  ofTwo: boolean,
): Promise<void> {
  const merged = await post<CustomerDetail>(`/customers/${into}/merge`, { from, fields, of_two: ofTwo });
  await shown(merged, from);
  const made = merged.merges.find((each) => each.from === from && !each.unmerged_at);
  const undo = made && { label: t('undo'), run: () => void unmerge(into, made) };
  toast(t('merged-done', { name: name || t('visitor') }), 'done', undo);
}

/** Parts two customers: each has exactly its own again. */
export async function unmerge(customer: string, merge: Merge): Promise<void> {
  const done = await attempt(t('act-unmerge'), async () => {
    const parted = await post<CustomerDetail>(`/customers/${customer}/unmerge`, { merge: merge.id });
    await shown(parted, merge.from);
  });
  if (!done) return;
  const name = merge.name || t('visitor');
  const again = () => attempt(t('act-merge'), () => mergeCustomers(merge.into, merge.from, name, merge.chosen, true));
  toast(t('unmerged-done', { name }), 'done', { label: t('undo'), run: () => void again() });
}

async function shown(customer: CustomerDetail, other: string): Promise<void> {
  customerRecord(customer.id).customer.value = customer;
  await reloadCustomers([customer.id, other]);
}
