/** Which tab has the call: one lock per browser, whose holder has the microphone and the sound; the others only say so. */

/** A tab that is being reloaded lets go a moment late. */
const PATIENCE_MS = 1500;

let letGo: (() => void) | undefined;

/** Whether this tab has the call now; `steal` takes it from another tab, and `lost` hears when another takes it from here. */
export function takeFloor(name: string, steal: boolean, lost: () => void): Promise<boolean> {
  // Plain http has no locks: then there is no way to know of other tabs.
  if (!navigator.locks || letGo) return Promise.resolve(true);
  const options: LockOptions = steal ? { steal } : { signal: AbortSignal.timeout(PATIENCE_MS) };
  return new Promise((resolve) => {
    let had = false;
    const held = () => {
      had = true;
      resolve(true);
      return new Promise<void>((done) => {
        letGo = done;
      });
    };
    navigator.locks.request(name, options, held).catch((error: DOMException) => {
      // No locks where storage is switched off: then nobody else has one.
      if (!had) return resolve(error.name === 'SecurityError');
      letGo = undefined;
      lost();
    });
  });
}

export function leaveFloor(): void {
  letGo?.();
  letGo = undefined;
}
