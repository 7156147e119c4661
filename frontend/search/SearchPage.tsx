/** Everything that was ever said, and everybody: found as one types, narrowed by filters, each hit leading to its very message. */
import { Search, SearchX, Unplug } from 'lucide';
import { useEffect, useRef } from 'preact/hooks';
import { useCommand } from '../commands';
import { t } from '../l10n';
import { go } from '../route';
import { may } from '../state/centre';
import { Blank } from '../views/Blank';
import { Delayed } from '../views/Delayed';
import { type Asked, isWorthAsking, read, type Where, written } from './asking';
import { CustomerFound, MessageFound } from './hits';
import { type Results, useResults } from './results';
import { SearchFilters } from './SearchFilters';

export function SearchPage({ asked: text }: { asked: string }) {
  const asked = read(text);
  const field = useRef<HTMLInputElement>(null);
  const list = useRef<HTMLOListElement>(null);
  const results = useResults(asked);
  const ask = (next: Asked) => go({ page: 'search', asked: written(next) }, 'replace');
  useCommand('search', () => field.current?.focus());
  useEffect(() => field.current?.focus(), []);

  function walk(event: KeyboardEvent) {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (!step || event.target instanceof HTMLSelectElement) return;
    const links = [...(list.current?.querySelectorAll<HTMLElement>('a') ?? [])];
    const at = links.indexOf(document.activeElement as HTMLElement) + step;
    (at < 0 ? field.current : links[at])?.focus();
    event.preventDefault();
  }
  const wheres: Where[] = may('customers.read') ? ['messages', 'customers'] : ['messages'];
  return (
    <main class="search-page" aria-label={t('find-page')} onKeyDown={walk}>
      <header class="search-head">
        <h1>{t('find-page')}</h1>
        <input
          ref={field}
          class="input"
          type="search"
          aria-label={t('find-hint')}
          placeholder={t('find-hint')}
          value={asked.q}
          onInput={(event) => ask({ ...asked, q: event.currentTarget.value })}
        />
        <fieldset class="tabs">
          <legend class="unseen">{t('find-where')}</legend>
          {wheres.map((where) => (
            <button
              key={where}
              type="button"
              class="tab"
              aria-pressed={asked.where === where}
              onClick={() => ask({ ...asked, where })}
            >
              {t(where === 'messages' ? 'find-messages' : 'customers')}
            </button>
          ))}
        </fieldset>
        {asked.where === 'messages' && (
          <SearchFilters value={asked.filters} set={(filters) => ask({ ...asked, filters })} />
        )}
      </header>
      <State asked={asked} results={results} />
      <ol class="hits" ref={list} aria-busy={results.busy}>
        {results.messages.map((hit) => (
          <MessageFound key={hit.row.id} hit={hit} />
        ))}
        {results.customers.map((hit) => (
          <CustomerFound key={hit.customer.id} hit={hit} />
        ))}
      </ol>
      {results.next && (
        <button type="button" class="link hits-more" disabled={results.busy} onClick={results.more}>
          {t('load-more')}
        </button>
      )}
      <p class="unseen" aria-live="polite">
        {results.of !== null && !results.busy
          ? t('find-count', { count: results.messages.length + results.customers.length })
          : ''}
      </p>
    </main>
  );
}

function State({ asked, results }: { asked: Asked; results: Results & { again: () => void } }) {
  const { failure, busy, of, messages, customers, next } = results;
  if (failure) return <Blank icon={Unplug} title={t('find-failed')} text={failure.message} retry={results.again} />;
  if (!isWorthAsking(asked)) return <Blank icon={Search} title={t('find-start')} text={t('find-start-text')} />;
  if (messages.length + customers.length > 0) return null;
  if (busy || of === null) return <Delayed>{<p class="loading-line">{t('loading')}</p>}</Delayed>;
  if (next) return null;
  return <Blank icon={SearchX} title={t('find-nothing')} text={t('find-nothing-text')} />;
}
