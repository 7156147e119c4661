// Which tab has the call: the one that holds the lock has the microphone and the sound, the others only say so.

const PATIENCE_MS = 1500;

let letGo: (() => void) | undefined;

/** Resolves with true once this tab has it; `stolen` is called when another tab takes it away. A tab that is being reloaded
 * lets go a moment late, so it is waited for. */
export function hold(name: string, steal: boolean, stolen: () => void): Promise<boolean> {
  if (!navigator.locks) return Promise.resolve(true);
  return new Promise((resolve) => {
    let had = false;
    const options = steal ? { steal } : { signal: AbortSignal.timeout(PATIENCE_MS) };
    navigator.locks
      .request(name, options, () => {
        had = true;
        resolve(true);
        return new Promise<void>((done) => {
          letGo = done;
        });
      })
      .catch((error: DOMException) => {
        if (had) stolen();
        else resolve(error.name === 'SecurityError'); // no locks where storage is switched off: then nobody else has it
      });
  });
}

export function release(): void {
  letGo?.();
  letGo = undefined;
}
