/** The lists that profiles are read with: which custom fields there are, and which organisations. Asked for once. */
import { computed, signal } from '@preact/signals';
import { Failure, get, post } from '../api';
import type { CustomField, Organisation } from '../wire';
import { may } from './centre';

export const customFields = signal<readonly CustomField[]>([]);
export const organisations = signal<readonly Organisation[]>([]);

const byId = computed(() => new Map(organisations.value.map((each) => [each.id, each])));

export function organisationName(id: string | null): string {
  return (id && byId.value.get(id)?.name) || '';
}

export async function loadLists(): Promise<void> {
  if (!may('customers.read')) return;
  try {
    const [fields, known] = await Promise.all([
      get<{ items: CustomField[] }>('/fields'),
      get<{ items: Organisation[] }>('/organisations'),
    ]);
    customFields.value = fields.items;
    organisations.value = known.items;
  } catch (failure) {
    // Values are still shown as plain texts; the next connect asks again.
    if (!(failure instanceof Failure)) throw failure;
  }
}

/** Makes an organisation; rejects with a Failure. */
export async function makeOrganisation(name: string): Promise<Organisation> {
  const made = await post<Organisation>('/organisations', { name });
  organisations.value = [...organisations.value, made];
  return made;
}
