/** The administration: the lists one may keep on the left, the chosen one or one of its documents beside it. */

import { Lock, SearchX } from 'lucide';
import { useEffect, useRef } from 'preact/hooks';
import { t } from '../l10n';
import { ADMIN_HOME } from '../route';
import { may } from '../state/centre';
import { pane } from '../state/layout';
import { Blank } from '../views/Blank';
import { Delayed } from '../views/Delayed';
import { Link } from '../views/Link';
import { AuditPage } from './AuditPage';
import { EditForm } from './EditForm';
import { List } from './List';
import { PromptsPage } from './PromptsPage';
import { RetentionPage } from './RetentionPage';
import { RoleMatrix } from './RoleMatrix';
import { listed, load } from './records';
import { isPlace, isSection, myPlaces, type Section } from './sections';

const NEW = 'new';
const HEALTH_MS = 10_000;

export function AdminPage({ section, item }: { section: string; item: string | null }) {
  useEffect(() => {
    pane.value = 'conversation';
  }, [section]);
  const mine = myPlaces();
  // The rail leads to the first list; who may not keep it begins with their own first.
  const shown = section === ADMIN_HOME && !may(`${ADMIN_HOME}.write`) ? (mine[0] ?? section) : section;
  const places = useRef<HTMLElement>(null);
  // On a narrow screen the lists lie side by side, and the chosen one may be out of sight.
  useEffect(() => places.current?.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest' }), [shown]);
  return (
    <div class="admin">
      <nav class="admin-nav" ref={places} aria-label={t('admin')}>
        <h1>{t('admin')}</h1>
        <ul>
          {mine.map((each) => (
            <li key={each}>
              <Link
                class="admin-place"
                to={{ page: 'admin', section: each, item: null }}
                aria-current={each === shown ? 'page' : undefined}
              >
                {t(`section-${each}`)}
              </Link>
            </li>
          ))}
        </ul>
      </nav>
      <main
        key={`${shown}/${item}`}
        class="admin-main"
        aria-label={isPlace(shown) ? t(`section-${shown}`) : t('admin')}
      >
        {shown === 'prompts' && mine.includes(shown) ? (
          <PromptsPage />
        ) : shown === 'audit' && mine.includes(shown) ? (
          <AuditPage />
        ) : isSection(shown) && mine.includes(shown) ? (
          <Shown section={shown} item={item} />
        ) : (
          <Blank icon={Lock} title={t('admin-forbidden')} />
        )}
      </main>
    </div>
  );
}

function Shown({ section, item }: { section: Section; item: string | null }) {
  const { items, failure } = listed(section);
  useEffect(() => {
    void load(section);
    // A form offers documents of other lists to choose from.
    for (const each of ['queues', 'teams', 'roles'] as const) if (!listed(each).items.value) void load(each);
  }, [section]);
  // How fetching goes is in no event: the list is asked for again while it is looked at.
  const live = section === 'mailboxes' && !item;
  useEffect(() => {
    if (!live) return;
    const timer = setInterval(() => document.hidden || void load(section), HEALTH_MS);
    return () => clearInterval(timer);
  }, [live, section]);
  if (failure.value && !items.value) {
    return (
      <Blank icon={SearchX} title={t('list-failed')} text={failure.value.message} retry={() => void load(section)} />
    );
  }
  if (!items.value) return <Delayed>{<p class="loading-line">{t('loading')}</p>}</Delayed>;
  if (item) {
    const document = item === NEW ? null : items.value.find((each) => each.id === item);
    if (document === undefined) return <Blank icon={SearchX} title={t('document-missing')} />;
    return <EditForm section={section} document={document} />;
  }
  if (section === 'retention-rules') return <RetentionPage rules={items.value} />;
  return section === 'roles' ? <RoleMatrix roles={items.value} /> : <List section={section} items={items.value} />;
}
