/** A value that is chosen, in the place where it is shown: a menu of one or several choices, searched when they are many. */
import { Check, ChevronDown, Plus } from 'lucide';
import { useState } from 'preact/hooks';
import { t } from '../l10n';
import { Icon } from '../views/Icon';
import { Popover } from '../views/Popover';

export interface Choice {
  id: string;
  name: string;
  hint?: string;
}

interface Props {
  label: string;
  choices: readonly Choice[];
  /** The chosen ids; several only where `many`. */
  value: readonly string[];
  empty: string;
  many?: boolean;
  /** The words of the choice of nothing; without them something stays chosen. */
  none?: string;
  /** Makes a choice that there is not yet; null where one may not. */
  make?: ((name: string) => Promise<string | null>) | null;
  /** Null when the agent may not change it. */
  save: ((value: string[]) => unknown) | null;
}

const FEW = 7;
const MOST = 60;

export function Choose({ label, choices, value, empty, many = false, none, make, save }: Props) {
  const names = value.map((id) => choices.find((each) => each.id === id)?.name ?? id);
  const shown = names.join(', ');
  if (!save) return <span>{shown || <span class="quiet">{empty}</span>}</span>;
  return (
    <Popover
      label={t('edit-value', { label, value: shown || empty })}
      buttonClass={`in-place${shown ? '' : ' empty'}`}
      panelClass="menu"
      button={
        <>
          <span dir="auto">{shown || empty}</span>
          <Icon of={ChevronDown} size={14} />
        </>
      }
    >
      {(close) => <Menu {...{ label, choices, value, many, none, make, save, close }} />}
    </Popover>
  );
}

interface MenuProps extends Omit<Props, 'empty' | 'save' | 'none' | 'make'> {
  none: string | undefined;
  make: Props['make'] | undefined;
  save: (value: string[]) => unknown;
  close: () => void;
}

export function Menu({ label, choices, value, many, none, make, save, close }: MenuProps) {
  const [query, setQuery] = useState('');
  const wanted = query.trim().toLocaleLowerCase();
  const found = choices.filter(({ name, hint = '' }) => `${name} ${hint}`.toLocaleLowerCase().includes(wanted));
  const isNew = make && wanted && !choices.some(({ name }) => name.toLocaleLowerCase() === wanted);

  function choose(id: string) {
    if (!many) {
      close();
      return void save(id ? [id] : []);
    }
    void save(value.includes(id) ? value.filter((each) => each !== id) : [...value, id]);
  }
  return (
    <>
      {(choices.length > FEW || make) && (
        <input
          class="input"
          type="search"
          aria-label={t('find-choice', { label })}
          placeholder={t('find-choice', { label })}
          value={query}
          onInput={(event) => setQuery(event.currentTarget.value)}
        />
      )}
      <div class="menu-scroll">
        {none && !wanted && (
          <Item name={none} chosen={value.length === 0} quiet choose={() => (many ? void save([]) : choose(''))} />
        )}
        {found.slice(0, MOST).map(({ id, name, hint }) => (
          <Item key={id} name={name} hint={hint ?? ''} chosen={value.includes(id)} choose={() => choose(id)} />
        ))}
        {isNew && (
          <button
            type="button"
            class="menu-item"
            onClick={async () => {
              const id = await make(query.trim());
              if (id) choose(id);
              setQuery('');
            }}
          >
            <Icon of={Plus} size={16} />
            {t('make-choice', { name: query.trim() })}
          </button>
        )}
        {found.length === 0 && !isNew && <p class="menu-empty">{t('no-choices')}</p>}
      </div>
    </>
  );
}

interface ItemProps {
  name: string;
  hint?: string;
  chosen: boolean;
  quiet?: boolean;
  choose: () => void;
}

function Item({ name, hint, chosen, quiet, choose }: ItemProps) {
  return (
    <button type="button" class="menu-item" aria-pressed={chosen} onClick={choose}>
      <span class={quiet ? 'grow quiet' : 'grow'}>{name}</span>
      {hint && <span class="quiet">{hint}</span>}
      {chosen && <Icon of={Check} size={16} />}
    </button>
  );
}
