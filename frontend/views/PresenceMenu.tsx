/** The presence disc: what one can take now, breaks with their reason and running time, and sign-out. */
import { Check, LogOut } from 'lucide';
import { t } from '../l10n';
import { allowNotifications } from '../notices';
import { setPresence, signOut } from '../state/acts';
import { breaks, me } from '../state/centre';
import type { PresenceState } from '../wire';
import { presenceWords, wordFor } from '../words';
import { Avatar } from './Avatar';
import { Elapsed } from './Elapsed';
import { Icon } from './Icon';
import { Popover } from './Popover';

export function PresenceMenu() {
  const { name, presence } = me.value;
  const label = t('presence-button', { name, presence: presenceWords(presence) });
  return (
    <div class="presence">
      <Popover
        label={label}
        place="right"
        buttonClass="presence-button"
        panelClass="menu"
        button={<Avatar name={name} presence={presence} />}
      >
        {(close) => <Choices close={close} />}
      </Popover>
      {presence.state === 'break' && presence.since_at && (
        <span class="break-timer">
          <Elapsed since={presence.since_at} />
        </span>
      )}
    </div>
  );
}

function Choices({ close }: { close: () => void }) {
  const { name, email, presence, load, capacity } = me.value;
  function choose(state: PresenceState, reason: string | null = null) {
    allowNotifications();
    close();
    void setPresence(state, reason);
  }
  return (
    <>
      <div class="menu-head">
        <strong>{name}</strong>
        <span class="quiet">{email}</span>
        <span class="presence-now" data-presence={presence.reason === 'missed' ? 'missed' : presence.state}>
          {presenceWords(presence)}
          {presence.state === 'break' && presence.since_at && (
            <span class="timer">
              <Elapsed since={presence.since_at} />
            </span>
          )}
        </span>
        <span class="quiet">{t('load-chats', { load: load.chat, capacity: capacity.chat })}</span>
      </div>
      <Choice state="available" on={presence.state === 'available'} choose={() => choose('available')} />
      <p class="menu-label">{t('presence-break')}</p>
      {breaks.value.map((reason) => {
        const on = presence.state === 'break' && presence.reason === reason;
        return (
          <Choice
            key={reason}
            state="break"
            words={wordFor('break', reason)}
            on={on}
            choose={() => choose('break', reason)}
          />
        );
      })}
      <Choice state="offline" on={presence.state === 'offline'} choose={() => choose('offline')} />
      <hr />
      <button type="button" class="menu-item" onClick={() => void signOut()}>
        <Icon of={LogOut} size={16} />
        {t('sign-out')}
      </button>
    </>
  );
}

interface ChoiceProps {
  state: PresenceState;
  words?: string;
  on: boolean;
  choose: () => void;
}

function Choice({ state, words, on, choose }: ChoiceProps) {
  return (
    <button type="button" class="menu-item" aria-pressed={on} onClick={choose}>
      <span class="presence-dot" data-presence={state} />
      <span class="grow">{words ?? t(`presence-${state}`)}</span>
      {on && <Icon of={Check} size={16} />}
    </button>
  );
}
