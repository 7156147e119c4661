/** Which pane a narrow screen shows, and whether the customer pane is folded away. */
import { signal } from '@preact/signals';

export type Pane = 'list' | 'conversation' | 'customer';

export const pane = signal<Pane>('list');
export const customerShown = signal(true);
