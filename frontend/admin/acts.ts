/** The acts of the audit in words, and what a line says beside them. */
import type { AuditLine } from '../generated/wire';
import { listOf, t } from '../l10n';
import { isSection, SECTIONS } from './sections';

const OWN = [
  'session.start',
  'session.end',
  'customers.reveal',
  'customers.mask',
  'customers.unmask',
  'customers.add-address',
  'customers.remove-address',
  'customers.merge',
  'customers.unmerge',
  'customers.export',
  'customers.erase',
  'customers.import',
  'customers.import-undo',
  'customers.restore',
  'consents.record',
  'recordings.play',
  'recordings.erase',
  'holds.place',
  'holds.lift',
  'retention-rules.run',
  'widgets.identity-secret',
  'prompts.replace',
  'prompts.restore',
] as const;

/** Every act one can look for; what is done to lists is named by the list. */
export const ACTS: readonly string[] = [
  ...OWN,
  ...SECTIONS.flatMap((section) => ['add', 'change', 'remove', 'restore'].map((verb) => `${section}.${verb}`)),
];

export function actWords(act: string): string {
  if ((OWN as readonly string[]).includes(act)) return t(`did-${act.replace('.', '-')}`);
  const [kind = '', verb = ''] = act.split('.');
  return isSection(kind) ? t(`listed-${verb}`, { list: t(`section-${kind}`) }) : act;
}

/** What is worth saying beside the act; ids of what it made are not. */
const DETAILS = ['address', 'conversations', 'field', 'fields', 'gone', 'held', 'name', 'reason', 'source'] as const;

export function detailWords({ details }: AuditLine): string {
  const given = 'given' in details ? [t(details.given ? 'consent-given' : 'consent-withdrawn')] : [];
  const said = DETAILS.filter((name) => isSaid(details[name])).map((name) => {
    const value = details[name];
    return t(`detail-${name}`, { value: Array.isArray(value) ? listOf(value) : String(value) });
  });
  return [...said, ...given].join(' · ');
}

function isSaid(value: AuditLine['details'][string] | undefined): boolean {
  return value !== undefined && value !== null && value !== '' && !(Array.isArray(value) && value.length === 0);
}
