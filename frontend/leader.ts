/** One tab of several makes the sounds: whoever holds the lock, and the next one when it closes. */
import { signal } from '@preact/signals';

export const leading = signal(false);

export function startLeader(): void {
  // Plain http has no locks: then every visible tab may sound, which is better than none.
  if (!navigator.locks) {
    leading.value = true;
    return;
  }
  void navigator.locks.request('parley.sound', () => {
    leading.value = true;
    return new Promise(() => undefined);
  });
}
