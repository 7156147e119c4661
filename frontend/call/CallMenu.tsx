/** Calls the customer of a conversation: at once while they are on the site, else by a link that they open when they can talk. */
import { Phone } from 'lucide';
import { t } from '../l10n';
import { following } from '../state/conversations';
import { Icon } from '../views/Icon';
import { MenuItem } from '../views/MenuItem';
import { Popover } from '../views/Popover';
import type { Conversation } from '../wire';
import { callVisitor, copyTalkLink } from './acts';
import { current } from './calls';

export function CallMenu({ row }: { row: Conversation }) {
  const onSite = row.visitor !== null && following(row.id).onSite.value !== null;
  return (
    <Popover
      label={t('call-customer')}
      buttonClass="button icon-only"
      panelClass="menu"
      button={<Icon of={Phone} size={18} />}
      disabled={current.value !== null}
    >
      {(close) => (
        <>
          <MenuItem label={t('call-now')} close={close} act={() => void callVisitor(row.id)} disabled={!onSite} />
          {!onSite && <p class="menu-label">{t('call-not-on-site')}</p>}
          <MenuItem label={t('call-link')} close={close} act={() => void copyTalkLink(row.id)} />
        </>
      )}
    </Popover>
  );
}
