/** Send now, or by the menu beside it later: tomorrow morning, Monday morning, or a time of one's own. */
import { ChevronDown } from 'lucide';
import { useState } from 'preact/hooks';
import { moment, t } from '../l10n';
import { snoozeTimes } from '../state/snooze';
import { Icon } from '../views/Icon';
import { Popover } from '../views/Popover';

interface Props {
  disabled: boolean;
  /** Sends at a time; null is now. */
  send: (at: Date | null) => void;
}

export function SendMail({ disabled, send }: Props) {
  return (
    <span class="send-group">
      <button type="button" class="button filled send" disabled={disabled} onClick={() => send(null)}>
        {t('send')}
      </button>
      <Popover
        label={t('send-later')}
        place="above"
        buttonClass="button filled send-more"
        panelClass="menu"
        button={<Icon of={ChevronDown} size={16} />}
        disabled={disabled}
      >
        {(close) => (
          <Later
            choose={(at) => {
              close();
              send(at);
            }}
          />
        )}
      </Popover>
    </span>
  );
}

function Later({ choose }: { choose: (at: Date) => void }) {
  const [own, setOwn] = useState('');
  const { tomorrow, monday } = snoozeTimes(new Date());
  const late = !own || new Date(own) <= new Date();
  return (
    <>
      <p class="menu-label">{t('send-later')}</p>
      <Choice words={t('snooze-tomorrow')} at={tomorrow} choose={choose} />
      {monday && <Choice words={t('snooze-monday')} at={monday} choose={choose} />}
      <hr />
      <form
        class="menu-form"
        onSubmit={(event) => {
          event.preventDefault();
          event.stopPropagation();
          if (!late) choose(new Date(own));
        }}
      >
        <label class="field">
          <span class="field-name">{t('snooze-own')}</span>
          <input
            class="input"
            type="datetime-local"
            value={own}
            onInput={(event) => setOwn(event.currentTarget.value)}
          />
        </label>
        <button type="submit" class="button" disabled={late}>
          {t('send-then')}
        </button>
      </form>
    </>
  );
}

function Choice({ words, at, choose }: { words: string; at: Date; choose: (at: Date) => void }) {
  return (
    <button type="button" class="menu-item" onClick={() => choose(at)}>
      <span class="grow">{words}</span>
      <span class="quiet">{moment(at.getTime())}</span>
    </button>
  );
}
