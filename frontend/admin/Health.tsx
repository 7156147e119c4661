/** How fetching a mailbox's mail goes, in one line of its row. */
import { ago, t } from '../l10n';
import { halfMinutes } from '../state/clock';
import type { MailboxHealth } from '../wire';
import type { Document } from './sections';

export function Health({ mailbox }: { mailbox: Document }) {
  if (!mailbox.active) return null;
  const { state, words } = healthOf(mailbox);
  return (
    <span class="health" data-state={state}>
      {words}
    </span>
  );
}

function healthOf(mailbox: Document): { state: 'ok' | 'wrong' | 'none'; words: string } {
  const health = mailbox.health as MailboxHealth | undefined;
  if (!mailbox.imap) return { state: 'none', words: t('health-none') };
  if (health?.error) return { state: 'wrong', words: health.error };
  if (!health?.connected) return { state: 'none', words: t('health-connecting') };
  if (health.waiting > 0) return { state: 'ok', words: t('health-waiting', { count: health.waiting }) };
  const when = health.seen_at ? ago(health.seen_at, halfMinutes.value) : '';
  return { state: 'ok', words: when ? t('health-seen', { when }) : t('health-ok') };
}
