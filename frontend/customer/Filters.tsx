/** What the list of customers is narrowed to: a menu that sets it, and a chip for each that takes it away. */
import { ListFilter, X } from 'lucide';
import { useState } from 'preact/hooks';
import { t } from '../l10n';
import { agentName } from '../state/centre';
import { organisationName } from '../state/lists';
import { Icon } from '../views/Icon';
import { Popover } from '../views/Popover';
import { type Choice, Menu } from './Choose';
import { tagChoices } from './CustomerTags';
import { lifecycleChoices, ownerChoices } from './Facts';
import { organisationChoices } from './OrganisationFact';

export const FILTERS = ['lifecycle', 'owner', 'organisation', 'tag', 'vip'] as const;
export type Filter = (typeof FILTERS)[number];
export type Filtered = Partial<Record<Filter, string>>;

interface Props {
  value: Filtered;
  set: (value: Filtered) => void;
}

export function FilterMenu({ value, set }: Props) {
  return (
    <Popover label={t('filters')} buttonClass="icon-button" panelClass="menu" button={<Icon of={ListFilter} />}>
      {(close) => <Steps value={value} set={set} close={close} />}
    </Popover>
  );
}

/** First which filter, then which of its choices. */
function Steps({ value, set, close }: Props & { close: () => void }) {
  const [chosen, setChosen] = useState<Filter | null>(null);
  if (!chosen) {
    return (
      <>
        <p class="menu-label">{t('filter-by')}</p>
        {FILTERS.map((each) => (
          <button
            key={each}
            type="button"
            class="menu-item"
            onClick={() => {
              if (each !== 'vip') return setChosen(each);
              close();
              set({ ...value, vip: '1' });
            }}
          >
            {t(`filter-${each}`)}
          </button>
        ))}
      </>
    );
  }
  const present = value[chosen];
  return (
    <Menu
      label={t(`filter-${chosen}`)}
      choices={choicesOf(chosen)}
      value={present ? [present] : []}
      many={false}
      none={undefined}
      make={null}
      close={close}
      save={([id]) => set({ ...value, ...(id ? { [chosen]: id } : {}) })}
    />
  );
}

export function FilterChips({ value, set }: Props) {
  const present = FILTERS.filter((each) => value[each]);
  if (present.length === 0) return null;
  return (
    <ul class="chips" aria-label={t('filters')}>
      {present.map((each) => {
        const words = each === 'vip' ? t('filter-vip') : nameOfChoice(each, value[each] ?? '');
        return (
          <li key={each}>
            <button
              type="button"
              class="chip"
              aria-label={t('remove-filter', { name: words })}
              onClick={() => {
                const { [each]: _, ...left } = value;
                set(left);
              }}
            >
              {words}
              <Icon of={X} size={14} />
            </button>
          </li>
        );
      })}
    </ul>
  );
}

function choicesOf(filter: Filter): readonly Choice[] {
  if (filter === 'lifecycle') return lifecycleChoices();
  if (filter === 'owner') return ownerChoices();
  if (filter === 'organisation') return organisationChoices();
  return tagChoices();
}

function nameOfChoice(filter: Filter, id: string): string {
  if (filter === 'lifecycle') return t(`lifecycle-${id}`);
  if (filter === 'owner') return t('owned-by', { name: agentName(id) || t('somebody') });
  return filter === 'organisation' ? organisationName(id) || t('organisation') : id;
}
