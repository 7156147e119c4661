/** Email and password, on the sign-in page and over a workspace whose session has ended. */
import { useRef, useState } from 'preact/hooks';
import { Failure, signIn } from '../api';
import { t } from '../l10n';
import type { Agent } from '../wire';

export function SignInForm({ email = '', signedIn }: { email?: string; signedIn: (agent: Agent) => void }) {
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const [shown, setShown] = useState(false);
  const password = useRef<HTMLInputElement>(null);

  async function submit(event: SubmitEvent) {
    event.preventDefault();
    const form = new FormData(event.currentTarget as HTMLFormElement);
    setBusy(true);
    setFailure(null);
    try {
      signedIn(await signIn(String(form.get('email')).trim(), String(form.get('password'))));
    } catch (caught) {
      if (!(caught instanceof Failure)) throw caught;
      setFailure(caught.status === 401 ? t('sign-in-wrong') : caught.message);
    } finally {
      setBusy(false);
    }
  }
  function toggleShown() {
    if (password.current) password.current.type = shown ? 'password' : 'text';
    setShown(!shown);
  }
  return (
    <form class="sign-in" onSubmit={submit}>
      <label class="field">
        <span class="field-name">{t('email')}</span>
        <input
          class="input"
          type="email"
          name="email"
          autocomplete="username"
          required
          defaultValue={email}
          readOnly={email !== ''}
        />
      </label>
      <div class="field">
        <label class="field-name" for="password">
          {t('password')}
        </label>
        <span class="password">
          <input
            ref={password}
            id="password"
            class="input"
            type="password"
            name="password"
            autocomplete="current-password"
            autofocus={email !== ''}
            required
          />
          <button type="button" class="link" aria-pressed={shown} onClick={toggleShown}>
            {t(shown ? 'hide-password' : 'show-password')}
          </button>
        </span>
      </div>
      <p class="form-failure" role="alert">
        {failure}
      </p>
      <button type="submit" class="button filled wide" disabled={busy}>
        {t(busy ? 'signing-in' : 'sign-in')}
      </button>
    </form>
  );
}
