// Before the first message: who is writing, what about, and the agreement that must come before anything is sent. The same
// form takes a message for later, when nobody is there or the visitor would rather not wait.

import { connect, linked } from '../chat.ts';
import { focusWhenShown } from '../focus.ts';
import { type Field, island } from '../island.ts';
import { keep } from '../line.ts';
import { introduceAs, named, OWN, send } from '../outbox.ts';
import { available, awayText, claims, draft, log, memory, state, view } from '../state.ts';
import { dress } from '../styles.ts';
import { t } from '../texts.ts';
import css from './opening.css?inline';

dress(css);

const ADDRESS: Field = { name: 'email', kind: 'email', label: t('form-email'), required: true };
const AUTOCOMPLETE: Record<string, 'name' | 'email' | 'tel'> = { name: 'name', email: 'email', phone: 'tel' };

function fieldsFor(leave: boolean): Field[] {
  const form = memory.value.introduced || linked() ? [] : island.form;
  if (!leave || linked()) return form;
  return [...form.filter((field) => field.name !== 'email'), ADDRESS];
}

function Entry({ name, kind, label, required, choices = [] }: Field) {
  const claimed = claims.value[name];
  const common = {
    id: name,
    name,
    required,
    autocomplete: AUTOCOMPLETE[name] ?? 'off',
    defaultValue: `${claimed ?? ''}`,
  };
  return (
    <div class="entry">
      <label for={name}>
        {label} {!required && <small>{t('optional')}</small>}
      </label>
      {kind === 'textarea' ? (
        <textarea rows={3} maxLength={2000} {...common} />
      ) : kind === 'choice' ? (
        <select {...common}>
          <option value="" />
          {choices.map((choice) => (
            <option>{choice}</option>
          ))}
        </select>
      ) : (
        // Preact types each kind of input apart; ours are alike in everything we set.
        <input type={(kind === 'phone' ? 'tel' : kind) as 'text'} maxLength={200} {...common} />
      )}
    </div>
  );
}

export function Agreement() {
  const { consent } = island;
  if (!consent || memory.value.consent === consent.version) return null;
  const policy = consent.policy_url && (
    <a href={consent.policy_url} target="_blank" rel="noopener">
      {t('policy')}
    </a>
  );
  return consent.required ? (
    <label class="agree">
      <input type="checkbox" name="consent" required />
      <span>
        {consent.text} {policy}
      </span>
    </label>
  ) : (
    <p class="agree">
      {consent.text} {policy}
    </p>
  );
}

export function Fields({ leave }: { leave: boolean }) {
  return (
    <>
      {fieldsFor(leave).map((field) => (
        <Entry {...field} key={field.name} />
      ))}
    </>
  );
}

/** Takes what the form says of the visitor, to be told before all else; gives the message. */
export function answered(form: HTMLFormElement): string {
  const given = Object.fromEntries(new FormData(form)) as Record<string, string>;
  const { message = '', consent: _, ...answers } = given;
  const who = Object.entries({ ...named(claims.value), ...answers }).filter(([, value]) => value);
  const other = who.filter(([name]) => !OWN.includes(name));
  if (island.consent) keep({ consent: island.consent.version });
  introduceAs({
    ...Object.fromEntries(who.filter(([name]) => OWN.includes(name))),
    ...(other.length && { form: Object.fromEntries(other) }),
    ...(island.consent && { consent: island.consent.version }),
  });
  return message.trim();
}

function submit(event: Event, leave: boolean): void {
  event.preventDefault();
  const message = answered(event.target as HTMLFormElement);
  draft.value = '';
  view.value = 'talk';
  connect();
  send(message, [], leave);
}

export function Opening({ leave }: { leave: boolean }) {
  const away = leave && !available.value;
  const waiting = leave && state.value && state.value !== 'closed' && log.value.conversation;
  return (
    <main>
      <form ref={focusWhenShown} class="opening" onSubmit={(event) => submit(event, leave)}>
        <h2>{t(away ? 'away' : leave ? 'leave' : 'hello')}</h2>
        <p>{(away && awayText.value) || t(leave ? 'leave-hint' : 'hello-hint')}</p>
        <Fields leave={leave} />
        <div class="entry">
          <label for="message">{t('message')}</label>
          <textarea
            id="message"
            name="message"
            rows={4}
            required
            maxLength={8000}
            defaultValue={draft.value || (waiting ? t('leave-default') : '')}
            onInput={(event) => {
              draft.value = event.currentTarget.value;
              void import('./rows.tsx'); // soon there will be a message to show
            }}
          />
        </div>
        <Agreement />
        <button type="submit" class="filled">
          {t(leave ? 'leave-send' : 'start')}
        </button>
        {island.calls && (
          <button type="button" class="quiet" onClick={() => (view.value = 'call')}>
            {t('call-open')}
          </button>
        )}
        {waiting && (
          <button type="button" class="quiet" onClick={() => (view.value = 'talk')}>
            {t('keep-waiting')}
          </button>
        )}
      </form>
    </main>
  );
}
