/** What hits are narrowed to: channel, queue, agent and days. */
import { t } from '../l10n';
import { agents, queues } from '../state/centre';
import { type Asked, FILTERS, type Filter } from './asking';

const CHANNELS = ['chat', 'call', 'email'];

interface Props {
  value: Asked['filters'];
  set: (value: Asked['filters']) => void;
}

export function SearchFilters({ value, set }: Props) {
  const put = (name: Filter, to: string) => {
    const { [name]: _, ...others } = value;
    set(to ? { ...others, [name]: to } : others);
  };
  const channels = CHANNELS.map((id) => ({ id, name: t(`channel-${id}`) }));
  return (
    <div class="search-filters">
      <Choice name="channel" value={value} put={put} choices={channels} />
      <Choice name="queue" value={value} put={put} choices={[...queues.value.values()]} />
      <Choice name="agent" value={value} put={put} choices={[...agents.value.values()]} />
      <div class="search-days">
        {(['from', 'to'] as const).map((name) => (
          <label key={name} class="search-filter">
            <span class="quiet">{t(`find-${name}`)}</span>
            <input
              class="input"
              type="date"
              value={value[name] ?? ''}
              onChange={(event) => put(name, event.currentTarget.value)}
            />
          </label>
        ))}
      </div>
      {FILTERS.some((name) => value[name]) && (
        <button type="button" class="link" onClick={() => set({})}>
          {t('find-clear')}
        </button>
      )}
    </div>
  );
}

interface ChoiceProps {
  name: 'channel' | 'queue' | 'agent';
  value: Asked['filters'];
  put: (name: Filter, to: string) => void;
  choices: readonly { id: string; name: string }[];
}

function Choice({ name, value, put, choices }: ChoiceProps) {
  return (
    <label class="search-filter">
      <span class="quiet">{t(`find-${name}`)}</span>
      <select class="input" value={value[name] ?? ''} onChange={(event) => put(name, event.currentTarget.value)}>
        <option value="">{t('find-any')}</option>
        {choices.map(({ id, name: words }) => (
          <option key={id} value={id}>
            {words}
          </option>
        ))}
      </select>
    </label>
  );
}
