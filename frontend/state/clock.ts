/** The present as signals: one that ticks each second for waits, one each half minute for "26 min". */
import { signal } from '@preact/signals';

export const seconds = signal(Date.now());
export const halfMinutes = signal(Date.now());

export function startClock(): void {
  setInterval(() => {
    if (document.hidden) return;
    seconds.value = Date.now();
    if (seconds.value - halfMinutes.value >= 30_000) halfMinutes.value = seconds.value;
  }, 1_000);
  document.addEventListener('visibilitychange', () => {
    seconds.value = halfMinutes.value = Date.now();
  });
}
