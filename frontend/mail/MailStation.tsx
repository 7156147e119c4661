/** An email in the timeline: folded to its subject and two lines, and opened to all there is of it. */
import { BadgeCheck, ChevronDown, Paperclip, TriangleAlert } from 'lucide';
import { useId, useState } from 'preact/hooks';
import { fullTime, t } from '../l10n';
import { type Delivery, isQuiet } from '../state/mail';
import { Icon } from '../views/Icon';
import type { Email, Event } from '../wire';
import { actorName, timeLabel } from '../words';
import { MailBody } from './MailBody';
import { MailProgress } from './MailProgress';
import { People } from './People';

interface Props {
  event: Event;
  mail: Email;
  delivery: Delivery | undefined;
}

export function MailStation({ event, mail, delivery }: Props) {
  const id = useId();
  const [open, setOpen] = useState(false);
  const ours = event.type === 'MessageSent';
  const quiet = isQuiet(mail);
  const attached = event.files?.length ?? 0;
  return (
    <li
      class="stop mail"
      data-number={event.number}
      data-channel="email"
      data-kind={ours ? 'ours' : 'theirs'}
      data-quiet={quiet || undefined}
    >
      <time dateTime={event.at} title={fullTime(event.at)}>
        {timeLabel(event.at)}
      </time>
      <span class="track" />
      <div class="said">
        <article class="mail-card">
          <button
            type="button"
            class="mail-fold"
            aria-expanded={open}
            aria-controls={id}
            onClick={() => setOpen(!open)}
          >
            <span class="mail-line">
              <span class="mail-subject" dir="auto">
                {titleOf(mail)}
              </span>
              {attached > 0 && (
                <span class="mail-count">
                  <Icon of={Paperclip} size={14} />
                  {attached}
                  <span class="unseen"> {t('mail-attachments', { count: attached })}</span>
                </span>
              )}
              {!ours && !mail.verified && !quiet && !open && <span class="mail-claim">{t('mail-unverified')}</span>}
              <Icon of={ChevronDown} size={16} />
            </span>
            {!open && !quiet && <span class="mail-lines">{linesOf(event, mail, ours)}</span>}
          </button>
          <div id={id} class="mail-open" hidden={!open}>
            {open && <Opened event={event} mail={mail} ours={ours} />}
          </div>
        </article>
        {ours ? <MailProgress event={event} mail={mail} delivery={delivery} /> : <p class="by">{actorName(event)}</p>}
      </div>
    </li>
  );
}

function Opened({ event, mail, ours }: { event: Event; mail: Email; ours: boolean }) {
  return (
    <>
      <dl class="mail-head">
        <People label={t('mail-from')} of={[mail.from]} />
        <People label={t('mail-to')} of={mail.to} />
        <People label={t('mail-cc')} of={mail.cc} />
        <People label={t('mail-bcc')} of={mail.bcc} />
      </dl>
      {!ours && <Sender verified={mail.verified} />}
      <MailBody event={event} mail={mail} />
    </>
  );
}

/** Whether the sender is who the mail says: a From line alone proves nothing. */
function Sender({ verified }: { verified: boolean }) {
  if (verified) {
    return (
      <p class="mail-sender">
        <Icon of={BadgeCheck} size={16} />
        {t('mail-verified')}
      </p>
    );
  }
  return (
    <details class="mail-sender unverified">
      <summary>
        <Icon of={TriangleAlert} size={16} />
        {t('mail-unverified')}
      </summary>
      <p>{t('mail-unverified-text')}</p>
    </details>
  );
}

function titleOf(mail: Email): string {
  if (mail.is_bounce && mail.bounce) return t('mail-bounced', { recipient: mail.bounce.recipient || t('somebody') });
  const subject = mail.subject || t('mail-no-subject');
  if (mail.is_receipt) return t('mail-receipt', { subject });
  return mail.is_auto_reply ? t('mail-automatic', { subject }) : subject;
}

function linesOf(event: Event, mail: Email, ours: boolean): string {
  if (mail.unparsed) return t('mail-unread');
  const words = event.text || mail.attachments.map((each) => each.name).join(', ');
  return ours && event.actor.kind === 'agent' ? `${actorName(event)}: ${words}` : words;
}
