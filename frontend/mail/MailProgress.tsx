/** How far a mail of ours has come, why it has not, and what can still be done about it. */
import { useState } from 'preact/hooks';
import { moment, t } from '../l10n';
import { halfMinutes, seconds } from '../state/clock';
import { recipient } from '../state/envelope';
import { type Delivery, mailState } from '../state/mail';
import { giveBack, takeBack } from '../state/undo';
import type { Email, Event } from '../wire';
import { actorName } from '../words';

interface Props {
  event: Event;
  mail: Email;
  delivery: Delivery | undefined;
}

const AGAIN = new Set(['failed', 'bounced', 'cancelled']);
const TROUBLE = new Set(['failed', 'bounced', 'delayed']);

export function MailProgress({ event, mail, delivery }: Props) {
  const [busy, setBusy] = useState(false);
  const soon = mail.due_at !== null && Date.parse(mail.due_at) - halfMinutes.peek() < 60_000;
  const state = mailState(event, mail, delivery, soon ? seconds.value : halfMinutes.value);
  const name = actorName(event);
  const words = t(`mail-state-${state}`, { when: mail.due_at ? moment(mail.due_at) : '' });
  const why = TROUBLE.has(state) && delivery?.words;
  const mine = event.actor.kind === 'agent';
  return (
    <p class="by mail-state" data-state={state} role={why ? 'status' : undefined}>
      <span>
        {t('said-mark', { name, mark: words })}
        {why && `: ${why}`}
      </span>
      {mine && (state === 'leaving' || state === 'scheduled') && (
        <button
          type="button"
          class="link"
          disabled={busy}
          onClick={async () => {
            setBusy(true);
            if (await takeBack(event.conversation, event.number)) giveBackTo(event, mail);
            setBusy(false);
          }}
        >
          {t(state === 'leaving' ? 'undo' : 'mail-cancel')}
        </button>
      )}
      {mine && AGAIN.has(state) && (
        <button type="button" class="link" onClick={() => giveBackTo(event, mail)}>
          {t('mail-again')}
        </button>
      )}
    </p>
  );
}

/** The composer gets the words, the recipients and the files of a mail that did not go. */
function giveBackTo(event: Event, mail: Email): void {
  const people = { to: mail.to.map(recipient), cc: mail.cc.map(recipient), bcc: mail.bcc.map(recipient) };
  const { conversation, text = '' } = event;
  giveBack({ conversation, text, files: mail.attachments, mail: { ...people, subject: mail.subject, send_at: null } });
}
