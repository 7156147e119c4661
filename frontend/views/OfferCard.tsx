/** The offer at its fixed place, with the seconds left in words; or, after a missed one, the way back to receiving. */
import { signal } from '@preact/signals';
import { current } from '../call/calls';
import { rings, ringWords } from '../call/words';
import { useCommand } from '../commands';
import { OfferDigest } from '../customer/OfferDigest';
import { t } from '../l10n';
import { allowNotifications } from '../notices';
import { route } from '../route';
import { shortcuts } from '../settings';
import { setPresence } from '../state/acts';
import { may, me, queueName } from '../state/centre';
import { seconds } from '../state/clock';
import { accept, answering, decline, offer, offers } from '../state/offers';
import type { Offer } from '../wire';
import { customerName } from '../words';

export function OfferPlace() {
  const now = offer.value;
  if (now) return <OfferCard key={now.offer} now={now} />;
  const { state, reason } = me.value.presence;
  if (reason === 'missed') return <NotReceiving kind="missed" />;
  const serves = may('conversations.handle') && me.value.queues.length > 0;
  if (state === 'offline' && serves && route.value.page === 'inbox' && !quiet.value)
    return <NotReceiving kind="offline" />;
  return null;
}

function OfferCard({ now }: { now: Offer }) {
  const { summary } = now;
  const isCall = rings(now);
  // One call at a time: the telephone has one ear.
  const engaged = isCall && current.value !== null;
  useCommand('accept', engaged ? null : () => void accept(now));
  const left = Math.max(0, Math.ceil((Date.parse(now.deadline_at) - seconds.value) / 1000));
  const more = offers.value.length - 1;
  const queue = queueName(summary?.queue);
  const channel = isCall ? 'call' : (summary?.channel ?? 'chat');
  return (
    <section class="offer" aria-label={t('offer')} data-channel={channel}>
      <p class="offer-line">
        <span class="offer-channel">{isCall ? ringWords(now) : t(`offer-${channel}`)}</span>
        <span class="offer-left">{t('offer-left', { seconds: left })}</span>
      </p>
      <h2>{summary ? customerName(summary) : t('visitor')}</h2>
      {summary && <OfferDigest key={summary.customer.id} id={summary.customer.id} />}
      {now.note && <p class="bubble hand-over">{now.note}</p>}
      {!now.note && summary?.preview?.text && <p class="offer-words">{summary.preview.text}</p>}
      <p class="quiet">
        {queue && t('offer-queue', { queue })}
        {more > 0 && ` ${t('offer-more', { more })}`}
      </p>
      {engaged && <p class="offer-words">{t('offer-engaged')}</p>}
      <div class="offer-acts">
        <button
          type="button"
          class="button filled"
          disabled={answering.value || engaged}
          onClick={() => void accept(now)}
        >
          {t('accept')}
          {shortcuts.value && <kbd>A</kbd>}
        </button>
        <button type="button" class="button" disabled={answering.value} onClick={() => void decline(now)}>
          {t('decline')}
        </button>
      </div>
    </section>
  );
}

/** Who chose to stay offline is told once a page. */
const quiet = signal(false);

function NotReceiving({ kind }: { kind: 'missed' | 'offline' }) {
  return (
    <section class={`offer ${kind}`} aria-label={t(`presence-${kind}`)}>
      <h2>{t(`presence-${kind}`)}</h2>
      <p class="quiet">{t(kind === 'missed' ? 'missed-text' : 'offline-text')}</p>
      <div class="offer-acts">
        <button
          type="button"
          class="button filled"
          onClick={() => {
            allowNotifications();
            void setPresence('available');
          }}
        >
          {t(kind === 'missed' ? 'receive-again' : 'receive')}
        </button>
        {kind === 'offline' && (
          <button
            type="button"
            class="button"
            onClick={() => {
              quiet.value = true;
            }}
          >
            {t('not-now')}
          </button>
        )}
      </div>
    </section>
  );
}
