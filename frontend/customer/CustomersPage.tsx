/** Customers: a list found by name, address and filters, and beside it the chosen one with everything that came before. */

import { signal } from '@preact/signals';
import { SearchX, Star, UserPlus, UserRound, UserRoundX, UsersRound } from 'lucide';
import { useEffect, useRef, useState } from 'preact/hooks';
import { useCommand } from '../commands';
import { t } from '../l10n';
import { go, type View } from '../route';
import { may } from '../state/centre';
import { customersTold } from '../state/customers';
import { PastPage } from '../timeline/PastPage';
import { Avatar } from '../views/Avatar';
import { Blank } from '../views/Blank';
import { Delayed } from '../views/Delayed';
import { Icon } from '../views/Icon';
import { Marked } from '../views/Marked';
import { CustomerLink } from './CustomerLink';
import { CustomerPane } from './CustomerPane';
import { FileMenu } from './FileMenu';
import { FilterChips, type Filtered, FilterMenu } from './Filters';
import { addressOf } from './FindCustomer';
import { type Found, type Hit, useFound } from './found';
import { NewCustomerDialog } from './NewCustomerDialog';

/** Kept while other pages are looked at. */
const query = signal('');
const filters = signal<Filtered>({});

/** What changes in a row, as in an import, is asked for once it has calmed down. */
const CALM_MS = 600;

export function CustomersPage({ chosen, view }: { chosen: string | null; view?: View | undefined }) {
  const field = useRef<HTMLInputElement>(null);
  const list = useRef<HTMLUListElement>(null);
  const [making, setMaking] = useState(false);
  const found = useFound(query.value, filters.value);
  const told = customersTold.value;
  useEffect(() => {
    if (!told || !(found.items || found.failure)) return;
    const calm = setTimeout(found.refresh, CALM_MS);
    return () => clearTimeout(calm);
  }, [told]);

  function step(by: number) {
    const ids = found.items?.map(({ customer }) => customer.id) ?? [];
    const focused = list.current?.querySelector(':focus')?.closest('[data-row]')?.getAttribute('data-row') ?? chosen;
    const at = focused ? ids.indexOf(focused) : -1;
    const next = ids[at < 0 ? (by > 0 ? 0 : ids.length - 1) : at + by];
    if (!next) return;
    list.current?.querySelector<HTMLElement>(`[data-row="${next}"] a`)?.focus();
    go({ page: 'customers', customer: next }, chosen ? 'replace' : 'push');
  }
  useCommand('search', () => field.current?.focus());
  useCommand('next', () => step(1));
  useCommand('previous', () => step(-1));
  return (
    <>
      <section class="inbox customers" aria-label={t('customers')}>
        <div class="inbox-head">
          <h1>{t('customers')}</h1>
          <span class="head-acts">
            <FilterMenu value={filters.value} set={(value) => (filters.value = value)} />
            <FileMenu query={query.value} filters={filters.value} changed={found.again} />
            {may('customers.write') && (
              <button
                type="button"
                class="icon-button"
                aria-label={t('new-customer')}
                title={t('new-customer')}
                aria-haspopup="dialog"
                onClick={() => setMaking(true)}
              >
                <Icon of={UserPlus} />
              </button>
            )}
          </span>
        </div>
        <input
          ref={field}
          class="input search"
          type="search"
          aria-label={t('find-customer')}
          placeholder={t('find-customer')}
          value={query.value}
          onInput={(event) => (query.value = event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key !== 'ArrowDown' || !list.current) return;
            list.current.querySelector<HTMLElement>('a')?.focus();
            event.preventDefault();
          }}
        />
        <FilterChips value={filters.value} set={(value) => (filters.value = value)} />
        <Results found={found} />
        <ul class="rows" ref={list}>
          {found.items?.map((hit) => (
            <CustomerRow key={hit.customer.id} hit={hit} here={hit.customer.id === chosen} />
          ))}
          {found.next && (
            <li>
              <button type="button" class="link" onClick={found.more}>
                {t('load-more')}
              </button>
            </li>
          )}
        </ul>
      </section>
      <main class="conversation customer-wide" aria-label={t('customer')}>
        {!chosen && <Blank icon={UserRound} title={t('choose-customer')} />}
        {chosen && !view && <CustomerPane key={chosen} id={chosen} />}
        {chosen && view && <PastPage key={chosen} customer={chosen} view={view} />}
      </main>
      {making && (
        <NewCustomerDialog
          name={query.value}
          closed={() => setMaking(false)}
          made={({ id }) => {
            setMaking(false);
            found.again();
            go({ page: 'customers', customer: id });
          }}
        />
      )}
    </>
  );
}

function Results({ found }: { found: Found }) {
  const { failure, items, again } = found;
  if (failure) return <Blank icon={UserRoundX} title={t('customers-failed')} text={failure.message} retry={again} />;
  if (!items) return <Delayed>{<p class="loading-line">{t('loading')}</p>}</Delayed>;
  if (items.length > 0) return null;
  const narrowed = query.value.trim() || Object.keys(filters.value).length > 0;
  return (
    <Blank icon={narrowed ? SearchX : UsersRound} title={t(narrowed ? 'customers-not-found' : 'customers-none')} />
  );
}

function CustomerRow({ hit, here }: { hit: Hit; here: boolean }) {
  const { customer, name, near } = hit;
  const shown = customer.name || t('visitor');
  return (
    <li class="row-item" data-row={customer.id}>
      <CustomerLink id={customer.id} class="row customer-row" current={here}>
        <Avatar name={shown} />
        <span class="row-name">
          {name && customer.name ? <Marked of={name} /> : shown}
          {customer.vip && (
            <span class="row-vip" title={t('vip')}>
              <Icon of={Star} size={12} />
              <span class="unseen">{t('vip')}</span>
            </span>
          )}
        </span>
        <span class="row-preview">{near ? t('nearly', { address: addressOf(customer) }) : addressOf(customer)}</span>
      </CustomerLink>
    </li>
  );
}
