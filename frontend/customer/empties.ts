/** Whether profiles also show what nothing is known of yet: a pane of somebody new is short, and one press away from whole. */
import { signal } from '@preact/signals';

export const emptiesShown = signal(false);

export function isShown(value: unknown): boolean {
  const empty = value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0);
  return emptiesShown.value || !empty;
}
