/** Short notices at the foot of the page, with Undo or Retry where there is something to take back or try again. */
import { signal } from '@preact/signals';

export interface Toast {
  id: number;
  text: string;
  kind: 'done' | 'failed';
  act?: { label: string; run: () => void };
}

export const toasts = signal<readonly Toast[]>([]);

const DONE_MS = 8_000;
const MOST = 3;

let lastId = 0;

/** Shows a notice for a while, and gives its id; a failed one stays until it is dismissed or tried again. */
export function toast(text: string, kind: Toast['kind'] = 'done', act?: Toast['act'], shownMs = DONE_MS): number {
  const id = ++lastId;
  toasts.value = [...toasts.value, { id, text, kind, ...(act ? { act } : {}) }].slice(-MOST);
  if (kind === 'done') setTimeout(() => dismiss(id), shownMs);
  return id;
}

export function dismiss(id: number): void {
  toasts.value = toasts.value.filter((each) => each.id !== id);
}
