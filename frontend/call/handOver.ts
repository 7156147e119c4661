/** The words that go along when a consulted agent takes the call over; written before the agents talk. */
import { signal } from '@preact/signals';

export const handOver = signal('');
