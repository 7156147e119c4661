/** The inbox: three lists with their counts. The order stays as it is while the pointer or the focus is inside. */
import { CircleCheck, Hourglass, type IconNode, MailPlus, Users } from 'lucide';
import { useRef } from 'preact/hooks';
import { useCommand } from '../commands';
import { t } from '../l10n';
import { go, route } from '../route';
import { may } from '../state/centre';
import { counts, held, rows, tab } from '../state/inbox';
import { startMail } from '../state/newMail';
import { TABS, type Tab } from '../state/rows';
import { Blank } from './Blank';
import { ConversationRow } from './ConversationRow';
import { Icon } from './Icon';

const EMPTY_ICONS: Record<Tab, IconNode> = { mine: CircleCheck, waiting: Hourglass, team: Users };

export function InboxPane() {
  const list = useRef<HTMLUListElement>(null);
  const here = route.value.page === 'inbox' ? route.value.conversation : null;

  function step(by: number) {
    const ids = rows.value.map((row) => row.id);
    const focused = list.current?.querySelector(':focus')?.getAttribute('data-conversation') ?? here;
    const at = focused ? ids.indexOf(focused) : -1;
    const next = ids[at < 0 ? (by > 0 ? 0 : ids.length - 1) : at + by];
    if (!next) return;
    list.current?.querySelector<HTMLElement>(`[data-conversation="${next}"]`)?.focus();
    go({ page: 'inbox', conversation: next }, here ? 'replace' : 'push');
  }
  useCommand('next', () => step(1));
  useCommand('previous', () => step(-1));
  useCommand('open', () => {
    const first = here ?? rows.value[0]?.id;
    if (first) go({ page: 'inbox', conversation: first });
  });

  return (
    <section class="inbox" aria-label={t('inbox')}>
      <div class="inbox-head">
        <h1>{t('inbox')}</h1>
        {may('conversations.handle') && (
          <button
            type="button"
            class="icon-button"
            aria-label={t('new-email')}
            title={t('new-email')}
            aria-haspopup="dialog"
            onClick={() => startMail()}
          >
            <Icon of={MailPlus} />
          </button>
        )}
      </div>
      <Tabs />
      <ul
        class="rows"
        ref={list}
        onPointerEnter={() => (held.value = true)}
        onPointerLeave={() => (held.value = list.current?.contains(document.activeElement) ?? false)}
        onFocusIn={() => (held.value = true)}
        onFocusOut={(event) => (held.value = list.current?.contains(event.relatedTarget as Node) ?? false)}
      >
        {rows.value.map((row) => (
          <ConversationRow key={row.id} row={row} chosen={row.id === here} />
        ))}
      </ul>
      {rows.value.length === 0 && (
        <Blank icon={EMPTY_ICONS[tab.value]} title={t(`empty-${tab.value}`)} text={t(`empty-${tab.value}-text`)} />
      )}
    </section>
  );
}

function Tabs() {
  return (
    <fieldset class="tabs">
      <legend class="unseen">{t('lists')}</legend>
      {TABS.map((each) => (
        <button
          key={each}
          type="button"
          class="tab"
          aria-pressed={tab.value === each}
          onClick={() => (tab.value = each)}
        >
          {t(`tab-${each}`)} {counts.value[each] > 0 && <span class="count">{counts.value[each]}</span>}
        </button>
      ))}
    </fieldset>
  );
}
