/** Snooze: an hour, tomorrow morning, Monday, or a time of one's own. */
import { useState } from 'preact/hooks';
import { clock, moment, t } from '../l10n';
import { snooze } from '../state/acts';
import { snoozeTimes } from '../state/snooze';
import type { Conversation } from '../wire';
import { Popover } from './Popover';

export function SnoozeMenu({ row }: { row: Conversation }) {
  return (
    <Popover label={t('snooze')} buttonClass="button" panelClass="menu" button={t('snooze')} command="snooze">
      {(close) => <Choices row={row} close={close} />}
    </Popover>
  );
}

function Choices({ row, close }: { row: Conversation; close: () => void }) {
  const [own, setOwn] = useState('');
  function choose(until: Date) {
    close();
    void snooze(row, until);
  }
  const { hour, tomorrow, monday } = snoozeTimes(new Date());
  return (
    <>
      <Choice words={t('snooze-hour')} hint={clock(hour.getTime())} choose={() => choose(hour)} />
      <Choice words={t('snooze-tomorrow')} hint={clock(tomorrow.getTime())} choose={() => choose(tomorrow)} />
      {monday && <Choice words={t('snooze-monday')} hint={moment(monday.getTime())} choose={() => choose(monday)} />}
      <hr />
      <form
        class="menu-form"
        onSubmit={(event) => {
          event.preventDefault();
          if (own && new Date(own) > new Date()) choose(new Date(own));
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
        <button type="submit" class="button" disabled={!own || new Date(own) <= new Date()}>
          {t('snooze')}
        </button>
      </form>
    </>
  );
}

function Choice({ words, hint, choose }: { words: string; hint: string; choose: () => void }) {
  return (
    <button type="button" class="menu-item" onClick={choose}>
      <span class="grow">{words}</span>
      <span class="quiet">{hint}</span>
    </button>
  );
}
