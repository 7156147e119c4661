/** A new email: from one of our mailboxes, to anybody; what is written stays until it is sent or thrown away. */
import { useEffect, useState } from 'preact/hooks';
import { Failure } from '../api';
import { t } from '../l10n';
import { queueName } from '../state/centre';
import { problemOf } from '../state/envelope';
import { begin, changeMail, discardMail, loadMailboxes, mailboxes, newMail, writingNew } from '../state/newMail';
import { Delayed } from '../views/Delayed';
import { Dialog } from '../views/Dialog';
import { useUploads } from '../views/Uploads';
import type { FilledTemplate, Mailbox } from '../wire';
import { MailFields } from './MailFields';
import { MailText } from './MailText';
import { SendMail } from './SendMail';

export function NewMailDialog() {
  const [failure, setFailure] = useState('');
  useEffect(() => {
    loadMailboxes().catch((caught: unknown) => {
      if (!(caught instanceof Failure)) throw caught;
      setFailure(caught.message);
    });
  }, []);
  const known = mailboxes.value;
  return (
    <Dialog title={t('new-email')} closed={() => (writingNew.value = false)} dialogClass="new-mail">
      {failure && (
        <p class="form-failure" role="alert">
          {failure}
        </p>
      )}
      {!known && !failure && <Delayed>{<p class="loading-line">{t('loading')}</p>}</Delayed>}
      {known?.length === 0 && <p class="dialog-text">{t('new-email-none')}</p>}
      {known?.[0] && <Sheet from={known} first={known[0]} />}
    </Dialog>
  );
}

function Sheet({ from, first }: { from: readonly Mailbox[]; first: Mailbox }) {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState('');
  const uploads = useUploads(null, 'email');
  const { envelope, text, customer } = newMail.value;
  const mailbox = from.find((each) => each.id === newMail.value.mailbox) ?? first;

  async function submit(at: Date | null) {
    // Leaving a field takes its words in, so what was written is read only now.
    const now = newMail.value;
    if (busy || uploads.busy) return;
    const wrong = problemOf(now.envelope);
    if (wrong) return setProblem(t(`mail-problem-${wrong.kind}`, { text: 'text' in wrong ? wrong.text : '' }));
    if (!now.text.trim() && uploads.files.length === 0) return setProblem(t('mail-problem-empty'));
    setBusy(true);
    try {
      await begin(mailbox.id, uploads.files, at?.toISOString() ?? null);
    } catch (caught) {
      if (!(caught instanceof Failure)) throw caught;
      setProblem(caught.message);
      setBusy(false);
    }
  }
  function taken(template: FilledTemplate) {
    const { envelope: now } = newMail.value;
    if (!now.subject) changeMail({ envelope: { ...now, subject: template.subject } });
    uploads.put('email', template.files);
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping a file is one of three ways to attach it
    <div class="composer-box" data-kind="email" onDragOver={(event) => event.preventDefault()} onDrop={uploads.dropped}>
      <MailFields
        from={<From of={from} chosen={mailbox} />}
        envelope={envelope}
        set={(next) => {
          setProblem('');
          changeMail({ envelope: next });
        }}
        autofocus
      />
      <MailText
        text={text}
        change={(next) => changeMail({ text: next })}
        about={{ channel: 'email', conversation: null, customer, queue: mailbox.queue }}
        uploads={uploads}
        focused={0}
        taken={taken}
        submit={() => void submit(null)}
        send={
          <>
            <button type="button" class="button" onClick={discardMail}>
              {t('discard')}
            </button>
            <SendMail disabled={busy || uploads.busy} send={(at) => void submit(at)} />
          </>
        }
      >
        {mailbox.signature && (
          <div class="mail-below">
            <p class="mail-signature" dir="auto">
              {mailbox.signature}
            </p>
          </div>
        )}
        {problem && (
          <p class="composer-warning" role="alert">
            {problem}
          </p>
        )}
      </MailText>
    </div>
  );
}

function From({ of, chosen }: { of: readonly Mailbox[]; chosen: Mailbox }) {
  return (
    <select
      class="mail-from-choice"
      aria-label={t('mail-from')}
      value={chosen.id}
      onChange={(event) => changeMail({ mailbox: event.currentTarget.value })}
    >
      {of.map((each) => (
        <option key={each.id} value={each.id}>
          {t('new-email-from', { name: each.name, address: each.address, queue: queueName(each.queue) })}
        </option>
      ))}
    </select>
  );
}
