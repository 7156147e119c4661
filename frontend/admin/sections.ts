/** The lists an administrator keeps: the right each needs, and the fields of its documents. */
import { LOCALES } from '../l10n';
import { may } from '../state/centre';

export const SECTIONS = [
  'agents',
  'teams',
  'queues',
  'widgets',
  'mailboxes',
  'templates',
  'fields',
  'organisations',
  'lookups',
  'tags',
  'roles',
  'retention-rules',
] as const;
export type Section = (typeof SECTIONS)[number];

export function isSection(name: string): name is Section {
  return (SECTIONS as readonly string[]).includes(name);
}

export function mySections(): Section[] {
  return SECTIONS.filter((each) => may(`${each}.write`));
}

/** The lists, and what is beside them: the prompts of calls belong to whoever keeps the queues, the audit to its readers. */
export type Place = Section | 'prompts' | 'audit';

export function isPlace(name: string): name is Place {
  return isSection(name) || name === 'prompts' || name === 'audit';
}

export function myPlaces(): Place[] {
  const kept = mySections().flatMap<Place>((each) => (each === 'queues' ? [each, 'prompts'] : [each]));
  return may('audit.read') ? [...kept, 'audit'] : kept;
}

export function canAdminister(): boolean {
  return myPlaces().length > 0;
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
export type Field = {
  name: string;
  initial?: unknown;
  hint?: true | 'new';
  required?: true;
  group?: string;
  /** Another message for its label than that of its name. */
  label?: string;
  /** Set when the document is made, and then for good. */
  fixed?: true;
  /** Asked for only where another field has one of these values. */
  only?: Record<string, readonly string[]>;
} & (
  | { kind: 'text' | 'email' | 'longtext' | 'switch' | 'lines' | 'colour' | 'url' }
  | { kind: 'password' }
  | { kind: 'number'; least: number; most: number; unit?: string }
  | { kind: 'one'; from: Source; none?: string }
  | { kind: 'many'; from: Source }
  | { kind: 'form' | 'translations' | 'files' }
  | { kind: 'words'; of: string }
  | { kind: 'server'; port: number; folder?: true }
);

/** Where the choices of a field come from: another list, or a fixed set. */
export type Source =
  | 'queues'
  | 'teams'
  | 'roles'
  | 'locales'
  | 'sides'
  | 'kinds'
  | 'overflows'
  | 'lookup-kinds'
  | 'matches'
  | 'field-kinds'
  | 'rights'
  | 'kept-channels'
  | 'kept-whats';

export const FIXED: Partial<Record<Source, { id: string; name: string }[]>> = {
  locales: Object.entries(LOCALES).map(([id, name]) => ({ id, name })),
};

/** Of widgets that one can call by. */
const CALLED = { kind: ['call', 'both'] } as const;

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
    { name: 'favoured', kind: 'lines', initial: [], hint: true },
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
    { name: 'call_overflow', kind: 'one', from: 'overflows', initial: 'both', hint: true, group: 'calls' },
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
    { name: 'texts', label: 'greeting', kind: 'words', of: 'hello', initial: {}, group: 'greeting' },
    { name: 'texts', label: 'welcome', kind: 'words', of: 'hello-hint', initial: {}, group: 'greeting' },
    { name: 'video', kind: 'switch', initial: false, hint: true, group: 'calls', only: CALLED },
    { name: 'texts', label: 'notice', kind: 'words', of: 'call-notice', initial: {}, group: 'calls', only: CALLED },
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
    { name: 'queue', kind: 'one', from: 'queues', none: 'every-queue', initial: null },
    { name: 'subject', kind: 'text', initial: '', group: 'by-email', hint: true },
    { name: 'footer', kind: 'longtext', initial: '', group: 'by-email', hint: true },
    { name: 'files', kind: 'files', initial: [], group: 'by-email' },
    { name: 'translations', kind: 'translations', initial: {}, group: 'translations' },
  ],
  fields: [
    NAME,
    { name: 'key', kind: 'text', required: true, initial: '', hint: 'new', fixed: true },
    { name: 'kind', label: 'value', kind: 'one', from: 'field-kinds', initial: 'text', fixed: true },
    { name: 'choices', kind: 'lines', initial: [], hint: true, only: { kind: ['choice', 'multi-choice'] } },
    { name: 'required', kind: 'switch', initial: false, hint: true },
    { name: 'masked', kind: 'switch', initial: false, hint: true },
    { name: 'right', kind: 'one', from: 'rights', none: 'every-right', initial: null, hint: true },
    { name: 'position', kind: 'number', least: 0, most: 1000, initial: 0, hint: true },
  ],
  organisations: [
    NAME,
    { name: 'domains', kind: 'lines', initial: [], hint: true },
    { name: 'note', label: 'about', kind: 'longtext', initial: '' },
  ],
  lookups: [
    NAME,
    { name: 'kind', label: 'lookup-kind', kind: 'one', from: 'lookup-kinds', initial: 'card' },
    { name: 'url', kind: 'url', required: true, initial: '', hint: true },
    { name: 'secret', kind: 'password', hint: true },
    { name: 'match', kind: 'one', from: 'matches', initial: 'any' },
    { name: 'facts', kind: 'lines', initial: [], hint: true, only: { kind: ['card'] } },
    {
      name: 'cache_seconds',
      kind: 'number',
      least: 0,
      most: 86_400,
      unit: 'seconds',
      initial: 300,
      hint: true,
      only: { kind: ['card'] },
    },
    { name: 'active', kind: 'switch', initial: true },
  ],
  tags: [NAME],
  roles: [NAME],
  'retention-rules': [
    NAME,
    { name: 'channel', kind: 'one', from: 'kept-channels', initial: 'chat' },
    { name: 'what', kind: 'one', from: 'kept-whats', initial: 'words', only: { channel: ['chat', 'email'] } },
    { name: 'days', kind: 'number', least: 1, most: 36_500, unit: 'days', initial: 730, hint: true },
    { name: 'queue', kind: 'one', from: 'queues', none: 'every-queue', initial: null, hint: true },
    { name: 'enabled', kind: 'switch', initial: false, hint: true },
  ],
};

/** What a rule may take of each channel; the first where there is no choice. */
export const KEPT: Record<string, readonly string[]> = {
  chat: ['words', 'files'],
  email: ['words', 'files'],
  call: ['words'],
  recording: ['audio'],
  voicemail: ['audio'],
  files: ['files'],
  page_views: ['words'],
};

/** What a rule takes of its channel: what was chosen, if the channel has it. */
export function keptWhat(channel: string, chosen: string): string {
  const there = KEPT[channel] ?? [];
  return there.includes(chosen) ? chosen : (there[0] ?? chosen);
}
