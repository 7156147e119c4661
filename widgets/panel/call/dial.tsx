// Before a call: who calls, what they must agree to, and that it may be recorded. Nothing is switched on before they press.

import type { ComponentChildren } from 'preact';
import { connect } from '../chat.ts';
import { island } from '../island.ts';
import { lazy } from '../lazy.tsx';
import { available, awayText, memory, view } from '../state.ts';
import { dress } from '../styles.ts';
import { t } from '../texts.ts';
import css from './call.css?inline';
import { enter, hangUp } from './calling.ts';
import { Check } from './check.tsx';
import { Sign } from './icon.tsx';
import { hindrance } from './microphone.ts';
import { Recorded } from './recorded.tsx';
import { checking, place, trouble } from './state.ts';
import { Hindered } from './trouble.tsx';
import { worded } from './words.ts';

const opening = () => import('../views/opening.tsx');
/** What is asked, and below it what can be pressed: nobody agrees to what is not there to be read yet. */
const Asked = lazy<{ children: ComponentChildren }>(async () => {
  const { Agreement, Fields } = await opening();
  return ({ children }) => (
    <>
      <Fields leave={false} />
      <Agreement />
      {children}
    </>
  );
});

dress(css);

async function submit(event: Event): Promise<void> {
  event.preventDefault();
  const form = event.target as HTMLFormElement;
  if (!memory.value.introduced) (await opening()).answered(form);
  connect();
  void enter();
}

/** What there is where nobody is there. */
const instead = () => (island.calls?.overflow === 'callback' ? 'call-callback' : 'call-voicemail');

function Under({ busy }: { busy: boolean }) {
  if (busy)
    return (
      <button type="button" class="quiet" onClick={hangUp}>
        {t('call-end')}
      </button>
    );
  return (
    <>
      <button type="button" class="quiet" onClick={() => (view.value = available.value ? 'again' : 'leave')}>
        {t('call-write')}
      </button>
      <button type="button" class="link" onClick={() => (checking.value = true)}>
        {t('call-check')}
      </button>
    </>
  );
}

export function Dial() {
  if (!worded.value) return <main />;
  if (checking.value) return <Check />;
  const reason = trouble.value ?? hindrance();
  if (reason)
    return (
      <main>
        <Hindered reason={reason} again={enter} />
      </main>
    );
  const busy = place.value !== 'none';
  const here = available.value;
  return (
    <main>
      <form class="opening" onSubmit={submit}>
        <h2>{t(here ? 'call-open' : 'away')}</h2>
        <p>{here ? t('call-hint') : (awayText.value ?? t('call-away'))}</p>
        <Asked>
          <Recorded />
          <button type="submit" class="filled" disabled={busy}>
            <Sign name="accept" /> {t(busy ? 'call-starting' : here ? 'call-now' : instead())}
          </button>
        </Asked>
        {place.value === 'asking' && <p role="status">{t('call-asking')}</p>}
        <Under busy={busy} />
      </form>
    </main>
  );
}
