/** The whole workspace: the rail, the panes of the current page, and what lies over every page. */
import { useEffect, useState } from 'preact/hooks';
import { AdminPage } from '../admin/AdminPage';
import { sessionEnded } from '../api';
import { CallsPage } from '../call/CallsPage';
import { CheckDialog } from '../call/CheckDialog';
import { checking } from '../call/check';
import { PhonePlace } from '../call/PhoneCard';
import { useCommand } from '../commands';
import { CustomerAside } from '../customer/CustomerAside';
import { CustomersPage } from '../customer/CustomersPage';
import { t } from '../l10n';
import { NewMailDialog } from '../mail/NewMailDialog';
import { spoken, urgent } from '../notices';
import { route, type View } from '../route';
import { SearchPage } from '../search/SearchPage';
import { may } from '../state/centre';
import { conversations } from '../state/inbox';
import { type Pane, pane } from '../state/layout';
import { startMail, writingNew } from '../state/newMail';
import { offer } from '../state/offers';
import { undo, undoable } from '../state/undo';
import { ConversationPane, NoConversation } from './ConversationPane';
import { HelpDialog } from './HelpDialog';
import { InboxPane } from './InboxPane';
import { LineBar } from './LineBar';
import { OfferPlace } from './OfferCard';
import { Palette } from './Palette';
import { Rail } from './Rail';
import { SignInDialog } from './SignInDialog';
import { Toasts } from './Toasts';

export function App() {
  const [over, setOver] = useState<'palette' | 'help' | null>(null);
  useCommand('palette', () => setOver('palette'));
  useCommand('search', () => setOver('palette'));
  useCommand('help', () => setOver('help'));
  useCommand('new-email', may('conversations.handle') ? () => startMail() : null);
  useCommand('undo-send', undoable.value ? () => void undo() : null);
  const here = route.value;
  return (
    <div class="workspace" data-page={here.page} data-pane={pane.value}>
      <LineBar />
      <Rail />
      <PhonePlace />
      {here.page === 'inbox' && <Inbox id={here.conversation} />}
      {here.page === 'customers' && <Customers id={here.customer} view={here.view} />}
      {here.page === 'search' && <SearchPage asked={here.asked} />}
      {here.page === 'calls' && <CallsPage />}
      {here.page === 'admin' && <AdminPage section={here.section} item={here.item} />}
      <div class="offer-place">
        <OfferPlace />
      </div>
      <Toasts />
      {over === 'palette' && <Palette closed={() => setOver(null)} />}
      {writingNew.value && <NewMailDialog />}
      {checking.value && <CheckDialog />}
      {over === 'help' && <HelpDialog closed={() => setOver(null)} />}
      {sessionEnded.value && <SignInDialog />}
      <p class="unseen" aria-live="polite">
        {spoken.value}
      </p>
      <p class="unseen" aria-live="assertive">
        {urgent.value}
      </p>
    </div>
  );
}

function Inbox({ id }: { id: string | null }) {
  const row = id ? conversations.value.get(id) : undefined;
  useEffect(() => {
    pane.value = id ? 'conversation' : 'list';
  }, [id]);
  return (
    <>
      <PaneTabs
        panes={id ? ['list', 'conversation', 'customer'] : offer.value ? ['list', 'customer'] : ['list']}
        list={t('inbox')}
      />
      <InboxPane />
      <main class="conversation" aria-label={t('conversation')}>
        {id ? <ConversationPane key={id} id={id} /> : <NoConversation />}
      </main>
      <CustomerAside row={row} />
    </>
  );
}

function Customers({ id, view }: { id: string | null; view: View | undefined }) {
  useEffect(() => {
    pane.value = id ? 'conversation' : 'list';
  }, [id]);
  return (
    <>
      <PaneTabs
        panes={id ? ['list', 'conversation'] : ['list']}
        list={t('customers')}
        words={{ conversation: t('customer') }}
      />
      <CustomersPage chosen={id} view={view} />
    </>
  );
}

/** On a narrow screen the panes become tabs; a wide one hides these. */
function PaneTabs({ panes, list, words = {} }: { panes: Pane[]; list: string; words?: Partial<Record<Pane, string>> }) {
  if (panes.length < 2) return null;
  return (
    <nav class="pane-tabs" aria-label={t('panes')}>
      {panes.map((each) => (
        <button
          key={each}
          type="button"
          class="kind"
          aria-pressed={pane.value === each}
          onClick={() => (pane.value = each)}
        >
          {each === 'list' ? list : (words[each] ?? t(each))}
        </button>
      ))}
    </nav>
  );
}
