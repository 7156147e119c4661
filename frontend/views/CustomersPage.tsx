/** Customers: a list found by name or address, and beside it the chosen one with everything that came before. */
import { SearchX, UserRound, UserRoundX, UsersRound } from 'lucide';
import { useEffect, useRef, useState } from 'preact/hooks';
import { Failure, get } from '../api';
import { useCommand } from '../commands';
import { t } from '../l10n';
import { go, pathOf } from '../route';
import type { Customer } from '../wire';
import { Avatar } from './Avatar';
import { Blank } from './Blank';
import { CustomerPane } from './CustomerPane';
import { Delayed } from './Delayed';

const PAUSE_MS = 250;

export function CustomersPage({ chosen }: { chosen: string | null }) {
  const field = useRef<HTMLInputElement>(null);
  const [query, setQuery] = useState('');
  const found = useFound(query);
  useCommand('search', () => field.current?.focus());
  return (
    <>
      <section class="inbox customers" aria-label={t('customers')}>
        <h1>{t('customers')}</h1>
        <input
          ref={field}
          class="input search"
          type="search"
          aria-label={t('find-customer')}
          placeholder={t('find-customer')}
          value={query}
          onInput={(event) => setQuery(event.currentTarget.value)}
        />
        {found.failure && (
          <Blank icon={UserRoundX} title={t('customers-failed')} text={found.failure.message} retry={found.again} />
        )}
        {!found.failure && !found.items && <Delayed>{<p class="loading-line">{t('loading')}</p>}</Delayed>}
        {found.items?.length === 0 && (
          <Blank icon={query ? SearchX : UsersRound} title={t(query ? 'customers-not-found' : 'customers-none')} />
        )}
        <ul class="rows">
          {found.items?.map((each) => (
            <CustomerRow key={each.id} customer={each} here={each.id === chosen} />
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
        {chosen ? <CustomerPane key={chosen} id={chosen} /> : <Blank icon={UserRound} title={t('choose-customer')} />}
      </main>
    </>
  );
}

function CustomerRow({ customer, here }: { customer: Customer; here: boolean }) {
  const to = { page: 'customers', customer: customer.id } as const;
  const name = customer.name || t('visitor');
  const address = customer.addresses.find((each) => each.kind !== 'visitor')?.value ?? t('no-address');
  return (
    <li class="row-item">
      <a
        class="row customer-row"
        href={pathOf(to)}
        aria-current={here ? 'true' : undefined}
        onClick={(event) => {
          if (event.ctrlKey || event.metaKey) return;
          event.preventDefault();
          go(to);
        }}
      >
        <Avatar name={name} />
        <span class="row-name">{name}</span>
        <span class="row-preview">{address}</span>
      </a>
    </li>
  );
}

interface Found {
  items: Customer[] | null;
  next: string | null;
  failure: Failure | null;
  more: () => void;
  again: () => void;
}

/** The customers a query finds, asked for when the typing pauses; a late answer to an older query is dropped. */
function useFound(query: string): Found {
  const [state, setState] = useState<Pick<Found, 'items' | 'next' | 'failure'>>({
    items: null,
    next: null,
    failure: null,
  });
  const latest = useRef(0);
  async function load(cursor: string | null) {
    const mine = ++latest.current;
    const words = new URLSearchParams({ limit: '40', ...(query ? { q: query } : {}), ...(cursor ? { cursor } : {}) });
    try {
      const page = await get<{ items: Customer[]; next: string | null }>(`/customers?${words}`);
      if (mine !== latest.current) return;
      setState((now) => ({ ...page, items: [...(cursor ? (now.items ?? []) : []), ...page.items], failure: null }));
    } catch (failure) {
      if (!(failure instanceof Failure)) throw failure;
      if (mine === latest.current) setState({ items: null, next: null, failure });
    }
  }
  useEffect(() => {
    const timer = setTimeout(() => void load(null), query ? PAUSE_MS : 0);
    return () => clearTimeout(timer);
  }, [query]);
  return { ...state, more: () => void load(state.next), again: () => void load(null) };
}
