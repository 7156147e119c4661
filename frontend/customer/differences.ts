/** Two customers side by side, as pure functions: what differs, what is chosen to begin with, and by which numbers they are two. */
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

/** A customer's numbers in the company's own system. */
export function numbers({ addresses }: Customer): string {
  const own = addresses.filter(({ kind }) => kind === 'external');
  return own.map(({ value }) => value).join(', ');
}

export function isBlank(value: unknown): boolean {
  const nothing = value === undefined || value === null || value === '' || value === false;
  return nothing || (Array.isArray(value) && value.length === 0);
}
