/** Fills in the two servers of a well-known provider. */
import { t } from '../l10n';
import { PROVIDERS, type Server, serversOf } from './servers';

interface Props {
  choose: (servers: { imap: Server; smtp: Server }) => void;
}

export function Presets({ choose }: Props) {
  return (
    <label class="field">
      <span class="field-name">{t('provider')}</span>
      <span class="quiet">{t('provider-text')}</span>
      <select
        class="input"
        value=""
        onChange={(event) => {
          const found = PROVIDERS.find((each) => each.name === event.currentTarget.value);
          if (found) choose(serversOf(found));
        }}
      >
        <option value="">{t('provider-none')}</option>
        {PROVIDERS.map(({ name }) => (
          <option key={name} value={name}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}
