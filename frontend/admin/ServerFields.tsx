/** How one mail server is reached and signed in to: by password, or by OAuth2 with a refresh token. */
import type { ComponentChildren } from 'preact';
import { t } from '../l10n';
import type { Field } from './sections';
import { NO_OAUTH, newServer, type OAuth, type Server, type Tls } from './servers';

interface Props {
  field: Extract<Field, { kind: 'server' }>;
  value: Server | null;
  set: (value: Server | null) => void;
}

const TLS: Tls[] = ['implicit', 'starttls', 'none'];

export function ServerFields({ field, value, set }: Props) {
  const change = (fields: Partial<Server>) => value && set({ ...value, ...fields });
  return (
    <>
      <Switch
        label={t(`field-${field.name}`)}
        on={value !== null}
        set={(on) => set(on ? newServer(field.port, field.folder ?? false) : null)}
      />
      {value && (
        <>
          <div class="server-place">
            <Labelled label={t('server-host')}>
              <input
                class="input"
                required
                value={value.host}
                onInput={(event) => change({ host: event.currentTarget.value.trim() })}
              />
            </Labelled>
            <Labelled label={t('server-port')}>
              <input
                class="input"
                type="number"
                min={1}
                max={65_535}
                required
                value={value.port}
                onInput={(event) => change({ port: event.currentTarget.valueAsNumber })}
              />
            </Labelled>
            <Labelled label={t('server-tls')}>
              <select
                class="input"
                value={value.tls}
                onChange={(event) => change({ tls: event.currentTarget.value as Tls })}
              >
                {TLS.map((each) => (
                  <option key={each} value={each}>
                    {t(`server-tls-${each}`)}
                  </option>
                ))}
              </select>
            </Labelled>
          </div>
          <Labelled label={t('server-user')}>
            <input
              class="input"
              autocomplete="off"
              value={value.user}
              onInput={(event) => change({ user: event.currentTarget.value })}
            />
          </Labelled>
          <Switch
            label={t('server-oauth')}
            on={value.oauth !== null}
            set={(on) => change({ oauth: on ? NO_OAUTH : null })}
          />
          {value.oauth ? (
            <OAuthFields value={value.oauth} set={(oauth) => change({ oauth })} />
          ) : (
            <Secret
              label={t('password')}
              kept={value.password_set ?? false}
              value={value.password}
              set={(password) => set(withSecret(value, 'password', password))}
            />
          )}
          {value.folder !== undefined && (
            <Labelled label={t('server-folder')}>
              <input
                class="input"
                required
                value={value.folder}
                onInput={(event) => change({ folder: event.currentTarget.value })}
              />
            </Labelled>
          )}
        </>
      )}
    </>
  );
}

function OAuthFields({ value, set }: { value: OAuth; set: (value: OAuth) => void }) {
  const kept = value.secrets_set ?? false;
  return (
    <>
      <Labelled label={t('oauth-token_url')}>
        <input
          class="input"
          type="url"
          required
          value={value.token_url}
          onInput={(event) => set({ ...value, token_url: event.currentTarget.value })}
        />
      </Labelled>
      <Labelled label={t('oauth-client_id')}>
        <input
          class="input"
          required
          value={value.client_id}
          onInput={(event) => set({ ...value, client_id: event.currentTarget.value })}
        />
      </Labelled>
      {(['client_secret', 'refresh_token'] as const).map((name) => (
        <Secret
          key={name}
          label={t(`oauth-${name}`)}
          kept={kept}
          value={value[name]}
          set={(secret) => set(withSecret(value, name, secret))}
        />
      ))}
    </>
  );
}

/** An emptied secret is left out, which keeps the one the server has. */
function withSecret<T extends object>(of: T, name: string, secret: string): T {
  const { [name as keyof T]: _, ...rest } = of;
  return (secret ? { ...rest, [name]: secret } : rest) as T;
}

interface SecretProps {
  label: string;
  kept: boolean;
  value: string | undefined;
  set: (secret: string) => void;
}

function Secret({ label, kept, value, set }: SecretProps) {
  return (
    <Labelled label={label}>
      <input
        class="input"
        type="password"
        autocomplete="new-password"
        placeholder={kept ? t('secret-kept') : ''}
        value={value ?? ''}
        onInput={(event) => set(event.currentTarget.value)}
      />
    </Labelled>
  );
}

function Labelled({ label, children }: { label: string; children: ComponentChildren }) {
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the control is what it is given
    <label class="field">
      <span class="field-name">{label}</span>
      {children}
    </label>
  );
}

function Switch({ label, on, set }: { label: string; on: boolean; set: (on: boolean) => void }) {
  return (
    <label class="switch">
      <span class="grow">{label}</span>
      <input
        type="checkbox"
        role="switch"
        aria-checked={on}
        checked={on}
        onChange={(event) => set(event.currentTarget.checked)}
      />
    </label>
  );
}
