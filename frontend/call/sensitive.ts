/** While a field for secrets has the focus, what is said is not recorded: card numbers are read out as they are typed. */
import { signal } from '@preact/signals';
import { record } from './acts';
import { current } from './calls';

const SECRET = '[data-sensitive], [data-sensitive] *, [autocomplete^="cc-"], [type="password"]';

/** Whether the recording pauses because of such a field. */
export const isShielded = signal(false);

export function startShield(): void {
  document.addEventListener('focusin', ({ target }) => {
    const secret = target instanceof Element && target.matches(SECRET);
    if (secret !== isShielded.value) void shield(secret);
  });
  document.addEventListener('focusout', ({ relatedTarget }) => {
    if (isShielded.value && !relatedTarget) void shield(false);
  });
}

async function shield(on: boolean): Promise<void> {
  const call = current.value;
  if (!call || call.recording !== (on ? 'on' : 'paused')) {
    isShielded.value = false;
    return;
  }
  isShielded.value = on;
  await record(call, on ? 'paused' : 'on');
}
