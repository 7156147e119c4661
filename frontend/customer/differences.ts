/** Two customers side by side, as pure functions: what differs, what is chosen to begin with, and whether they may be one. */
import type { Comparison, Customer, Difference } from '../wire';

/** Fields of which a merge keeps both sides' values: nothing is to be chosen. */
const UNITED = new Set(['tags']);

export function choosable({ differences }: Comparison): Difference[] {
  return differences.filter(({ field, same }) => !same && !UNITED.has(field));
}

/** Theirs where only they have something; else what is here stays. */
export function firstChoice(differences: readonly Difference[]): string[] {
  return differences.filter(({ ours, theirs }) => isBlank(ours) && !isBlank(theirs)).map(({ field }) => field);
}

/** The customer numbers of two whom their own company holds to be different people; null where they may be one. */
export function clash(ours: Customer, theirs: Customer): [string[], string[]] | null {
  const [one, other] = [externals(ours), externals(theirs)];
  const alike = one.length === other.length && one.every((each) => other.includes(each));
  return one.length === 0 || other.length === 0 || alike ? null : [one, other];
}

export function isBlank(value: unknown): boolean {
  const nothing = value === undefined || value === null || value === '' || value === false;
  return nothing || (Array.isArray(value) && value.length === 0);
}

function externals({ addresses }: Customer): string[] {
  return addresses.filter(({ kind }) => kind === 'external').map(({ value }) => value);
}
