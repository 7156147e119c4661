/** A touchpoint in the agent's language: what it was, in a few words, and the channel it came by. */
import { t } from '../l10n';
import type { Touchpoint } from '../wire';
import { pathOf, wordFor } from '../words';

export const KINDS = ['message', 'email', 'call', 'note', 'form', 'page', 'event', 'purchase', 'conversation'] as const;
export const CHANNELS = ['chat', 'call', 'email', 'web'] as const;

export function channelName(channel: string): string {
  return channel === 'web' ? t('past-channel-web') : t(`channel-${channel}`);
}

/** What stands in bold: a subject, a page, what became of a call; for words whoever said them. */
export function titleOf(row: Touchpoint): string {
  switch (row.kind) {
    case 'conversation':
      if (row.type !== 'ConversationClosed') return t('past-started');
      return row.title ? t('past-closed-as', { outcome: wordFor('outcome', row.title) }) : t('past-closed');
    case 'message':
      return row.name || (row.by === 'customer' ? t('visitor') : t('somebody'));
    case 'email':
      return row.title || t('channel-email');
    case 'call':
      return t(`past-call-${row.title || 'ended'}`);
    case 'note':
      return t('note-by', { name: row.name || t('somebody') });
    case 'form':
      return t('past-form');
    case 'page':
      return row.title || pathOf(addressOf(row));
    default:
      return row.title || row.type;
  }
}

/** What stands below it, on one line. */
export function textOf(row: Touchpoint): string {
  if (row.kind === 'page') return row.title ? pathOf(addressOf(row)) : '';
  if (row.kind === 'call' || row.kind === 'conversation') return row.name;
  return row.text.replaceAll(/\s+/g, ' ').trim();
}

function addressOf(page: Touchpoint): string {
  return page.text.split('\n')[0] ?? '';
}
