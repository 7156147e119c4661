/** After a call: what is left to write down, and how long nothing else is offered meanwhile. */
import { useEffect, useState } from 'preact/hooks';
import { post } from '../api';
import { newId } from '../ids';
import { span, t } from '../l10n';
import { attempt, setPresence } from '../state/acts';
import { me, queues } from '../state/centre';
import { seconds } from '../state/clock';
import { note, serve } from './served';
import type { Call } from './wire';
import { withWhom } from './words';

const USUAL_SECONDS = 30;

export function WrapUp({ call }: { call: Call }) {
  const { state, since_at } = me.value.presence;
  const wraps = state === 'wrap_up';
  const whole = queues.value.get(call.queue)?.wrap_up_seconds ?? USUAL_SECONDS;
  const left = since_at ? whole - (seconds.value - Date.parse(since_at)) / 1000 : 0;

  const [began, setBegan] = useState(wraps);
  useEffect(() => {
    if (wraps) setBegan(true);
    else if (began && !note.value.trim()) serve(null);
  }, [wraps]);

  async function done(event: Event) {
    event.preventDefault();
    const body = { id: newId('msg'), channel: 'note', text: note.value.trim() };
    const kept =
      !body.text ||
      (await attempt(t('wrap-up-kept'), () => post(`/conversations/${call.conversation}/messages`, body)));
    if (!kept) return;
    serve(null);
    if (wraps) void setPresence('available');
  }

  return (
    <section class="phone wrap-up" aria-label={t('wrap-up')}>
      <p class="phone-time" role="timer">
        {span(wraps ? left : 0)}
      </p>
      <div class="phone-who">
        <p class="phone-name" dir="auto">
          {t('wrap-up-with', { name: withWhom(call) })}
        </p>
        <p class="phone-line" role="status">
          {t(wraps ? 'wrap-up-left' : 'wrap-up-over')}
        </p>
      </div>
      <form class="wrap-up-form" onSubmit={done}>
        <textarea
          class="input"
          rows={2}
          aria-label={t('wrap-up-note')}
          placeholder={t('wrap-up-note')}
          value={note.value}
          onInput={(event) => {
            note.value = event.currentTarget.value;
          }}
        />
        <button type="submit" class="button filled">
          {t('wrap-up-done')}
        </button>
      </form>
    </section>
  );
}
