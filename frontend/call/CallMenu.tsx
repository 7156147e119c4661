/** Calls the customer of a conversation: at once while they are on the site, else by a link that they open when they can talk. */
import { Phone } from 'lucide';
import { t } from '../l10n';
import { following } from '../state/conversations';
import { Icon } from '../views/Icon';
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
          <button
            type="button"
            class="menu-item"
            disabled={!onSite}
            onClick={() => {
              close();
              void callVisitor(row.id);
            }}
          >
            {t('call-now')}
          </button>
          {!onSite && <p class="menu-label">{t('call-not-on-site')}</p>}
          <button
            type="button"
            class="menu-item"
            onClick={() => {
              close();
              void copyTalkLink(row.id);
            }}
          >
            {t('call-link')}
          </button>
        </>
      )}
    </Popover>
  );
}
