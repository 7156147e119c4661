/** A customer's earlier conversations, newest first; each opens with one press. */

import { useEffect, useState } from 'preact/hooks';
import { dayOf, t } from '../l10n';
import { customerRecord, loadEarlier } from '../state/customers';
import type { Conversation } from '../wire';
import { Link } from './Link';

export function Earlier({ customer, current }: { customer: string; current: string | null }) {
  const { earlier, next } = customerRecord(customer);
  const [busy, setBusy] = useState(false);
  useEffect(() => setBusy(false), [earlier.value]);
  const list = earlier.value?.filter((each) => each.id !== current);
  if (!list) return null;
  return (
    <section>
      <h3>{t(current ? 'earlier' : 'conversations')}</h3>
      {list.length === 0 && <p class="quiet">{t(current ? 'earlier-none' : 'conversations-none')}</p>}
      <ul class="earlier">
        {list.map((each) => (
          <EarlierRow key={each.id} row={each} />
        ))}
      </ul>
      {next.value && (
        <button
          type="button"
          class="link"
          disabled={busy}
          onClick={() => {
            setBusy(true);
            void loadEarlier(customer).then(() => setBusy(false));
          }}
        >
          {t('load-more')}
        </button>
      )}
    </section>
  );
}

function EarlierRow({ row }: { row: Conversation }) {
  const to = { page: 'inbox', conversation: row.id } as const;
  const about = row.subject || row.preview?.text || t('conversation-of', { day: dayOf(row.created_at) });
  return (
    <li>
      <Link class="earlier-row" data-channel={row.channel} to={to}>
        <span class="earlier-about">{t('earlier-about', { channel: t(`channel-${row.channel}`), about })}</span>
        <time class="quiet" dateTime={row.last_at}>
          {row.state === 'closed' ? dayOf(row.last_at) : t(`state-${row.state}`)}
        </time>
      </Link>
    </li>
  );
}
