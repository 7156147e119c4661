/** What the company's own systems know of a customer: cards of facts with their age, and pages of theirs in a frame. */
import { RefreshCw } from 'lucide';
import { useEffect, useState } from 'preact/hooks';
import { Failure, get } from '../api';
import { ago, t } from '../l10n';
import { halfMinutes } from '../state/clock';
import { Icon } from '../views/Icon';
import type { LookupCard } from '../wire';

/** The other page keeps its own sign-in; it is of another origin, so nothing of ours is within its reach. */
const SANDBOX = 'allow-scripts allow-forms allow-popups allow-same-origin';

export function ContextPanel({ customer }: { customer: string }) {
  const [cards, setCards] = useState<readonly LookupCard[]>([]);
  const [shownAt, setShownAt] = useState(0);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState('');

  async function load(fresh: boolean, wanted: () => boolean = () => true) {
    setBusy(true);
    try {
      const { items } = await get<{ items: LookupCard[] }>(`/customers/${customer}/lookups${fresh ? '?fresh=1' : ''}`);
      if (!wanted()) return;
      // A frame that is there already is left alone: it would begin anew.
      setCards((before) => items.map((card) => keptFrame(card, before)));
      setShownAt(Date.now());
      setFailure('');
    } catch (caught) {
      if (!(caught instanceof Failure)) throw caught;
      if (wanted()) setFailure(caught.message);
    } finally {
      setBusy(false);
    }
  }

  useEffect(() => {
    let here = true;
    setCards([]);
    void load(false, () => here);
    return () => {
      here = false;
    };
  }, [customer]);

  if (!cards.length && !failure) return null;
  return (
    <section class="lookups" aria-busy={busy}>
      <div class="lookups-head">
        <h3>{t('lookups')}</h3>
        <button
          type="button"
          class="icon-button small"
          aria-label={t('lookups-refresh')}
          title={t('lookups-refresh')}
          disabled={busy}
          onClick={() => void load(true)}
        >
          <Icon of={RefreshCw} size={14} />
        </button>
      </div>
      {failure && <p class="form-failure">{failure}</p>}
      {cards.map((card) => (
        <One key={card.lookup} card={card} shownAt={shownAt} />
      ))}
    </section>
  );
}

function One({ card, shownAt }: { card: LookupCard; shownAt: number }) {
  const age = card.age_seconds ?? 0;
  return (
    <article class="lookup" aria-label={card.name}>
      <h4>{card.name}</h4>
      {card.url && <iframe src={card.url} title={card.name} sandbox={SANDBOX} referrerpolicy="no-referrer" />}
      {card.facts.length > 0 && (
        <dl class="facts">
          {card.facts.map(({ label, value }) => (
            <div key={label}>
              <dt>{label}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      )}
      {card.error && <p class="lookup-error">{t('lookup-error', { why: card.error })}</p>}
      {!card.by && <p class="quiet">{t('lookup-nothing')}</p>}
      {card.by && !card.url && !card.found && !card.error && <p class="quiet">{t('lookup-unknown')}</p>}
      {card.by && (
        <p class="lookup-about">
          {t(card.proved ? 'lookup-by' : 'lookup-by-claimed', { address: card.by })}
          {card.age_seconds !== null &&
            ` · ${ago(new Date(shownAt - age * 1000).toISOString(), Math.max(halfMinutes.value, shownAt))}`}
        </p>
      )}
    </article>
  );
}

function keptFrame(card: LookupCard, before: readonly LookupCard[]): LookupCard {
  const same = card.url && before.find(({ lookup, by, url }) => lookup === card.lookup && by === card.by && url);
  return same ? { ...card, url: same.url } : card;
}
