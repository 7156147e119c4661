/** The rail: where one can go, and at its foot who one is and what one can take. */

import { type IconNode, Inbox, Phone, Search, SlidersHorizontal, UserRound } from 'lucide';
import { canAdminister } from '../admin/sections';
import { useCommand } from '../commands';
import { t } from '../l10n';
import { ADMIN_HOME, go, type Route, route } from '../route';
import { may } from '../state/centre';
import { unread } from '../state/inbox';
import { Icon } from './Icon';
import { Link } from './Link';
import { PresenceMenu } from './PresenceMenu';
import { SettingsMenu } from './SettingsMenu';

const INBOX: Route = { page: 'inbox', conversation: null };
const CUSTOMERS: Route = { page: 'customers', customer: null };
const SEARCH: Route = { page: 'search', asked: '' };
const CALLS: Route = { page: 'calls' };
const ADMIN: Route = { page: 'admin', section: ADMIN_HOME, item: null };

export function Rail() {
  useCommand('inbox', () => go(INBOX));
  useCommand('customers', () => go(CUSTOMERS));
  useCommand('calls', may('conversations.handle') ? () => go(CALLS) : null);
  return (
    <nav class="rail" aria-label={t('rail')}>
      <ul>
        <Place to={INBOX} icon={Inbox} label={t('inbox')} count={unread.value} />
        <Place to={CUSTOMERS} icon={UserRound} label={t('customers')} />
        {may('conversations.handle') && <Place to={SEARCH} icon={Search} label={t('find-page')} />}
        {may('conversations.handle') && <Place to={CALLS} icon={Phone} label={t('calls')} />}
        {canAdminister() && <Place to={ADMIN} icon={SlidersHorizontal} label={t('admin')} />}
      </ul>
      <div class="rail-foot">
        <SettingsMenu />
        <PresenceMenu />
      </div>
    </nav>
  );
}

function Place({ to, icon, label, count = 0 }: { to: Route; icon: IconNode; label: string; count?: number }) {
  const here = route.value.page === to.page;
  return (
    <li>
      <Link class="rail-place" to={to} aria-current={here ? 'page' : undefined} title={label}>
        <Icon of={icon} />
        <span class="unseen">{label}</span>
        {count > 0 && !here && (
          <span class="badge">
            {count}
            <span class="unseen"> {t('unread', { count })}</span>
          </span>
        )}
      </Link>
    </li>
  );
}
