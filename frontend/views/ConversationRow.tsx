/** One row of the inbox: who, the last words, how long somebody waits, and why the row is here. */

import { Mail, Phone } from 'lucide';
import { channelOf, hasCall } from '../call/words';
import { ago, t } from '../l10n';
import { meId, queues } from '../state/centre';
import { halfMinutes, seconds } from '../state/clock';
import { handed } from '../state/inbox';
import { waitingSince } from '../state/rows';
import type { Conversation } from '../wire';
import { customerName, whyHere } from '../words';
import { Elapsed } from './Elapsed';
import { Icon } from './Icon';
import { Link } from './Link';

/** When a queue names no target, an answer is late after this time. */
const TARGET_SECONDS = 120;

export function ConversationRow({ row, chosen }: { row: Conversation; chosen: boolean }) {
  const to = { page: 'inbox', conversation: row.id } as const;
  return (
    <li class="row-item">
      <Link
        class="row"
        data-conversation={row.id}
        data-channel={channelOf(row)}
        to={to}
        aria-current={chosen ? 'true' : undefined}
      >
        <span class="row-name">{customerName(row)}</span>
        <RowTime row={row} />
        <span class="row-preview">{previewOf(row)}</span>
        <span class="row-why">
          {hasCall(row) ? <Icon of={Phone} size={12} /> : row.channel === 'email' && <Icon of={Mail} size={12} />}
          {whyHere(row)}
        </span>
        {row.agent === meId() && !chosen && <Unread row={row} />}
      </Link>
    </li>
  );
}

/** How many words wait unread; a conversation just handed over is new even without any. */
function Unread({ row }: { row: Conversation }) {
  if (!row.unread) return handed.value.has(row.id) ? <span class="row-unread">{t('row-new')}</span> : null;
  return (
    <span class="row-unread">
      {row.unread}
      <span class="unseen"> {t('unread', { count: row.unread })}</span>
    </span>
  );
}

function RowTime({ row }: { row: Conversation }) {
  const since = waitingSince(row);
  if (!since) return <span class="row-time">{ago(row.last_at, halfMinutes.value)}</span>;
  const target = (row.queue && queues.value.get(row.queue)?.target_seconds) || TARGET_SECONDS;
  const late = seconds.value - Date.parse(since) > target * 1000;
  return (
    <span class="row-time" data-late={late || undefined}>
      <span class="unseen">{t(late ? 'waits-late' : 'waits')} </span>
      <Elapsed since={since} />
    </span>
  );
}

function previewOf(row: Conversation): string {
  const { preview } = row;
  if (!preview) return row.subject || t('no-words-yet');
  const text = preview.text || t('a-file');
  if (preview.by === 'note') return t('preview-note', { text });
  return preview.by === 'agent' ? t('preview-agent', { text }) : text;
}
