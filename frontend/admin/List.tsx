/** One list: its documents with what tells them apart, and the way to a new one. */

import { Plus, Shapes } from 'lucide';
import { t } from '../l10n';
import { go } from '../route';
import { queueName, queues } from '../state/centre';
import { Blank } from '../views/Blank';
import { Icon } from '../views/Icon';
import { Link } from '../views/Link';
import type { CustomField } from '../wire';
import { Health } from './Health';
import { listed } from './records';
import type { Document, Section } from './sections';

interface Props {
  section: Section;
  items: readonly Document[];
  intro?: string;
}

export function List({ section, items, intro }: Props) {
  return (
    <>
      <ListHead section={section} />
      {intro && <p class="quiet list-intro">{intro}</p>}
      {items.length === 0 ? (
        <Blank icon={Shapes} title={t('list-empty')} text={t(`empty-list-${section}`)} />
      ) : (
        <ul class="documents">
          {inOrder(section, items).map((each) => (
            <Row key={each.id} section={section} document={each} />
          ))}
        </ul>
      )}
    </>
  );
}

/** Fields stand as profiles show them; all other lists by name, as the server gives them. */
function inOrder(section: Section, items: readonly Document[]): readonly Document[] {
  return section === 'fields' ? [...items].sort((a, b) => Number(a.position) - Number(b.position)) : items;
}

export function ListHead({ section }: { section: Section }) {
  return (
    <header class="admin-head">
      <h2>{t(`section-${section}`)}</h2>
      <button type="button" class="button filled" onClick={() => go({ page: 'admin', section, item: 'new' })}>
        <Icon of={Plus} size={16} />
        {t(`new-${section}`)}
      </button>
    </header>
  );
}

function Row({ section, document }: { section: Section; document: Document }) {
  const to = { page: 'admin', section, item: document.id } as const;
  return (
    <li>
      <Link class="document" to={to}>
        <span class="document-name">{document.name}</span>
        <span class="document-about">{aboutOf(section, document)}</span>
        {section === 'mailboxes' && <Health mailbox={document} />}
        {(document.active === false || document.enabled === false) && <span class="tag">{t('switched-off')}</span>}
      </Link>
    </li>
  );
}

/** The one line that tells a document from its neighbours. */
function aboutOf(section: Section, document: Document): string {
  const text = (name: string) => String(document[name] ?? '');
  if (section === 'agents')
    return [text('email'), roleName(text('role')), queueNames(document)].filter(Boolean).join(' · ');
  if (section === 'queues')
    return t('queue-about', { target: Number(document.target_seconds), offer: Number(document.offer_seconds) });
  if (section === 'widgets') {
    const sites = (document.sites as string[]).map((site) => (site === '*' ? t('any-site') : site));
    return [sites.join(', '), queueName(text('queue'))].filter(Boolean).join(' · ');
  }
  if (section === 'mailboxes') return [text('address'), queueName(text('queue'))].filter(Boolean).join(' · ');
  if (section === 'fields') return aboutField(document as unknown as CustomField);
  if (section === 'lookups') return `${t(`lookup-kind-${text('kind')}`)} · ${text('url')}`;
  if (section === 'organisations') return (document.domains as string[]).join(', ');
  if (section === 'retention-rules') {
    const queue = queueName(text('queue')) || t('every-queue');
    const what = text('channel') === 'chat' || text('channel') === 'email' ? t(`kept-what-${text('what')}`) : '';
    return [t(`kept-${text('channel')}`), what, t('kept-days', { days: Number(document.days) }), queue]
      .filter(Boolean)
      .join(' · ');
  }
  if (section === 'templates') return `/${text('shortcut').replace(/^\//, '')} · ${text('text')}`;
  return '';
}

function aboutField({ kind, choices, required, masked }: CustomField): string {
  const said = [t(`value-kind-${kind}`), choices.join(', '), required && t('required'), masked && t('masked')];
  return said.filter(Boolean).join(' · ');
}

function roleName(id: string): string {
  return listed('roles').items.value?.find((role) => role.id === id)?.name ?? id;
}

function queueNames(document: Document): string {
  return ((document.queues as string[] | undefined) ?? [])
    .map((id) => queues.value.get(id)?.name ?? '')
    .filter(Boolean)
    .join(', ');
}
