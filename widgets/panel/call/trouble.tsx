// Why there is no microphone, in plain words, and what can be done about it.

import { framed } from '../host.ts';
import { island } from '../island.ts';
import { claims, introduction, memory, view } from '../state.ts';
import { t } from '../texts.ts';
import type { Trouble } from './microphone.ts';
import { trouble } from './state.ts';

/** Reasons that a window of its own does not have: there the browser asks for our origin, and no host page forbids it. */
const ELSEWHERE: Trouble[] = ['blocked', 'denied'];

/** The hosted twin as a small window, with the visitor and what they filled in. */
function openWindow(): void {
  const { form, consent: _, ...own } = introduction.value ?? {};
  window.parleyHandover = { memory: memory.value, claims: { ...claims.value, ...own, ...form } };
  const address = `/p/${island.key}?locale=${island.locale}#call`;
  window.open(address, `parley-call-${island.key}`, 'popup,width=420,height=720');
}

export function Hindered({ reason, again }: { reason: Trouble; again: () => void }) {
  const elsewhere = framed && ELSEWHERE.includes(reason);
  return (
    <section class="hindered" role="alert">
      <h2>{t(`call-${reason}`)}</h2>
      <p>{t(`call-${reason}-hint`)}</p>
      {!['blocked', 'unable'].includes(reason) && (
        <button type="button" class="filled" onClick={() => again()}>
          {t('retry')}
        </button>
      )}
      {elsewhere && (
        <button type="button" class={reason === 'blocked' ? 'filled' : 'quiet'} onClick={openWindow}>
          {t('call-window')}
        </button>
      )}
      <button
        type="button"
        class="link"
        onClick={() => {
          trouble.value = null;
          view.value = 'talk';
        }}
      >
        {t('call-write')}
      </button>
    </section>
  );
}
