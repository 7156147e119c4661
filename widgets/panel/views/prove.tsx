// A code by mail shows that an address is the visitor's; then what they said elsewhere is theirs to read. What the server
// answers is the same whether or not it knows the address, and so is what is said here.

import type { Ack } from '../../wire.ts';
import { focusWhenShown } from '../focus.ts';
import { ask, keep } from '../line.ts';
import { signal } from '../signal.ts';
import { claims, introduction } from '../state.ts';
import { dress } from '../styles.ts';
import { t } from '../texts.ts';
import { wordsOf } from '../words.ts';
import css from './prove.css?inline';

dress(css);

const worded = wordsOf('prove');
const sentTo = signal('');
const trouble = signal('');
const busy = signal(false);

async function attempt(name: string, data: object, refused: string): Promise<boolean> {
  busy.value = true;
  trouble.value = '';
  const answer: Ack = await ask(name, data);
  busy.value = false;
  if (!answer.ok) trouble.value = t(answer.code === 'rate_limited' ? 'prove-slow' : refused);
  return answer.ok;
}

async function send(event: Event): Promise<void> {
  event.preventDefault();
  const email = `${new FormData(event.target as HTMLFormElement).get('email')}`.trim();
  if (await attempt('prove', { email }, 'prove-failed')) sentTo.value = email;
}

async function check(event: Event, done: () => void): Promise<void> {
  event.preventDefault();
  const code = `${new FormData(event.target as HTMLFormElement).get('code')}`.replace(/\D/g, '');
  if (!(await attempt('code', { code }, 'prove-wrong'))) return;
  keep({ known: true });
  sentTo.value = '';
  done();
}

function again(): void {
  sentTo.value = '';
  trouble.value = '';
}

const Trouble = () => (trouble.value ? <p role="alert">{trouble.value}</p> : null);

export function Prove({ done }: { done: () => void }) {
  if (!worded.value) return null;
  return sentTo.value ? (
    <form class="prove" key="code" ref={focusWhenShown} onSubmit={(event) => check(event, done)}>
      <p role="status">{t('prove-sent', { email: sentTo.value })}</p>
      <label>
        {t('prove-code')}
        <input name="code" inputmode="numeric" autocomplete="one-time-code" required maxLength={10} />
      </label>
      <Trouble />
      <button type="submit" class="filled" disabled={busy.value}>
        {t('prove-check')}
      </button>
      <button type="button" class="link" onClick={again}>
        {t('prove-again')}
      </button>
    </form>
  ) : (
    <form class="prove" key="email" ref={focusWhenShown} onSubmit={send}>
      <p>{t('prove-hint')}</p>
      <label>
        {t('form-email')}
        <input
          name="email"
          type="email"
          autocomplete="email"
          required
          maxLength={254}
          defaultValue={`${introduction.value?.email ?? claims.value.email ?? ''}`}
        />
      </label>
      <Trouble />
      <button type="submit" class="filled" disabled={busy.value}>
        {t('prove-send')}
      </button>
    </form>
  );
}
