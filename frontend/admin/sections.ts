/** The lists an administrator keeps: the right each needs, and the fields of its documents. */
import { LOCALES } from '../l10n';
import { may } from '../state/centre';

export const SECTIONS = ['agents', 'teams', 'queues', 'widgets', 'mailboxes', 'templates', 'tags', 'roles'] as const;
export type Section = (typeof SECTIONS)[number];

export function isSection(name: string): name is Section {
  return (SECTIONS as readonly string[]).includes(name);
}

export function mySections(): Section[] {
  return SECTIONS.filter((each) => may(`${each}.write`));
}

export function canAdminister(): boolean {
  return mySections().length > 0;
}

/** A document of any list, by the names of the wire. */
export interface Document {
  id: string;
  name: string;
  rv?: number;
  [field: string]: unknown;
}

/**
 * How a field is drawn; `name` may lead into a nested one: "capacity.chat". Its label is the message `field-NAME`, its
 * hint `hint-NAME`; where the hint is `new`, a document not made yet has its own: `hint-new-NAME`.
 */
export type Field = { name: string; initial?: unknown; hint?: true | 'new'; required?: true; group?: string } & (
  | { kind: 'text' | 'email' | 'longtext' | 'switch' | 'lines' | 'colour' | 'url' }
  | { kind: 'password' }
  | { kind: 'number'; least: number; most: number; unit?: string }
  | { kind: 'one'; from: Source; none?: true }
  | { kind: 'many'; from: Source }
  | { kind: 'form' | 'translations' | 'files' }
  | { kind: 'server'; port: number; folder?: true }
);

/** Where the choices of a field come from: another list, or a fixed set. */
export type Source = 'queues' | 'teams' | 'roles' | 'locales' | 'sides' | 'kinds';

export const FIXED: Partial<Record<Source, { id: string; name: string }[]>> = {
  locales: Object.entries(LOCALES).map(([id, name]) => ({ id, name })),
};

const NAME: Field = { name: 'name', kind: 'text', required: true, initial: '' };

export const FIELDS: Record<Section, Field[]> = {
  agents: [
    NAME,
    { name: 'email', kind: 'email', required: true, initial: '' },
    { name: 'password', kind: 'password', hint: 'new' },
    { name: 'role', kind: 'one', from: 'roles', initial: 'agent' },
    { name: 'locale', kind: 'one', from: 'locales', initial: 'en' },
    { name: 'queues', kind: 'many', from: 'queues', initial: [], hint: 'new' },
    { name: 'teams', kind: 'many', from: 'teams', initial: [] },
    { name: 'capacity.chat', kind: 'number', least: 0, most: 50, initial: 3 },
    { name: 'capacity.call', kind: 'number', least: 0, most: 50, initial: 1 },
    { name: 'capacity.email', kind: 'number', least: 0, most: 50, initial: 5 },
    { name: 'active', kind: 'switch', initial: true },
  ],
  teams: [NAME],
  queues: [
    NAME,
    { name: 'offer_seconds', kind: 'number', least: 5, most: 600, unit: 'seconds', initial: 30 },
    { name: 'target_seconds', kind: 'number', least: 1, most: 86_400, unit: 'seconds', initial: 60, hint: true },
    { name: 'reopen_days', kind: 'number', least: 0, most: 365, unit: 'days', initial: 7, hint: true },
    { name: 'away_text', kind: 'longtext', initial: '', hint: true },
    { name: 'record_calls', kind: 'switch', initial: false, group: 'calls' },
    {
      name: 'call_wait_seconds',
      kind: 'number',
      least: 0,
      most: 3600,
      unit: 'seconds',
      initial: 300,
      hint: true,
      group: 'calls',
    },
    { name: 'wrap_up_seconds', kind: 'number', least: 0, most: 600, unit: 'seconds', initial: 30, group: 'calls' },
  ],
  widgets: [
    NAME,
    { name: 'sites', kind: 'lines', required: true, initial: [], hint: true },
    { name: 'kind', kind: 'one', from: 'kinds', initial: 'both' },
    { name: 'queue', kind: 'one', from: 'queues' },
    { name: 'active', kind: 'switch', initial: true },
    { name: 'look.colour', kind: 'colour', initial: '#0B5F5C', group: 'look' },
    { name: 'look.position', kind: 'one', from: 'sides', initial: 'right', group: 'look' },
    { name: 'look.launcher', kind: 'text', initial: '', group: 'look', hint: true },
    { name: 'form', kind: 'form', initial: [], group: 'form' },
    { name: 'consent.text', kind: 'longtext', initial: '', group: 'consent', hint: true },
    { name: 'consent.version', kind: 'text', initial: '1', group: 'consent', hint: true },
    { name: 'consent.policy_url', kind: 'url', initial: '', group: 'consent' },
  ],
  mailboxes: [
    NAME,
    { name: 'address', kind: 'email', required: true, initial: '', hint: true },
    { name: 'queue', kind: 'one', from: 'queues' },
    { name: 'locale', kind: 'one', from: 'locales', initial: 'en', hint: true },
    { name: 'imap', kind: 'server', port: 993, folder: true, initial: null, group: 'imap' },
    { name: 'smtp', kind: 'server', port: 465, initial: null, group: 'smtp' },
    { name: 'signature', kind: 'longtext', initial: '', group: 'words', hint: true },
    { name: 'acknowledgement', kind: 'longtext', initial: '', group: 'words', hint: true },
    { name: 'transcripts', kind: 'switch', initial: false, group: 'words' },
    { name: 'authserv_id', kind: 'text', initial: null, group: 'more', hint: true },
    { name: 'active', kind: 'switch', initial: true, group: 'more' },
  ],
  templates: [
    NAME,
    { name: 'shortcut', kind: 'text', required: true, initial: '', hint: true },
    { name: 'text', kind: 'longtext', required: true, initial: '', hint: true },
    { name: 'queue', kind: 'one', from: 'queues', none: true, initial: null },
    { name: 'subject', kind: 'text', initial: '', group: 'by-email', hint: true },
    { name: 'footer', kind: 'longtext', initial: '', group: 'by-email', hint: true },
    { name: 'files', kind: 'files', initial: [], group: 'by-email' },
    { name: 'translations', kind: 'translations', initial: {}, group: 'translations' },
  ],
  tags: [NAME],
  roles: [NAME],
};
