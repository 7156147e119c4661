/** One field that finds customers by name or address; arrow keys walk what it found. */
import { useId, useState } from 'preact/hooks';
import { t } from '../l10n';
import { Avatar } from '../views/Avatar';
import type { Customer } from '../wire';
import { useFound } from './found';

interface Props {
  label: string;
  without: string;
  choose: (customer: Customer) => void;
}

const MOST = 8;

export function FindCustomer({ label, without, choose }: Props) {
  const listId = useId();
  const [query, setQuery] = useState('');
  const [active, setActive] = useState(0);
  const { items, failure } = useFound(query);
  const found = (items ?? []).filter(({ customer }) => customer.id !== without).slice(0, MOST);

  function key(event: KeyboardEvent) {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    const chosen = found[active];
    if (step) setActive((active + step + found.length) % Math.max(found.length, 1));
    else if (event.key === 'Enter' && !event.isComposing && chosen) choose(chosen.customer);
    else return;
    event.preventDefault();
  }
  return (
    <div class="assign">
      <label class="field">
        <span class="field-name">{label}</span>
        <input
          class="input"
          role="combobox"
          aria-expanded={found.length > 0}
          aria-controls={listId}
          aria-autocomplete="list"
          aria-activedescendant={found[active] ? `${listId}-${active}` : undefined}
          placeholder={t('find-customer')}
          value={query}
          autofocus
          onInput={(event) => {
            setActive(0);
            setQuery(event.currentTarget.value);
          }}
          onKeyDown={key}
        />
      </label>
      <div id={listId} role="listbox" class="targets" aria-label={label}>
        {found.map(({ customer }, index) => (
          // biome-ignore lint/a11y/useFocusableInteractive lint/a11y/useKeyWithClickEvents: the field has the focus
          <div
            key={customer.id}
            id={`${listId}-${index}`}
            role="option"
            class="target"
            aria-selected={index === active}
            onClick={() => choose(customer)}
          >
            <Avatar name={customer.name || t('visitor')} />
            <span class="grow">{customer.name || t('visitor')}</span>
            <span class="quiet">{addressOf(customer)}</span>
          </div>
        ))}
      </div>
      {items && found.length === 0 && <p class="menu-empty">{t('customers-not-found')}</p>}
      {failure && <p class="form-failure">{failure.message}</p>}
    </div>
  );
}

/** The address that tells a customer from their namesakes. */
export function addressOf(customer: Customer): string {
  return customer.addresses.find((each) => each.kind !== 'visitor')?.value ?? t('no-address');
}
