/** Tries a mailbox's servers out, step by step in words; it tries what is stored, so changes are saved first. */
import { CircleCheck, CircleX } from 'lucide';
import { useState } from 'preact/hooks';
import { Failure, post } from '../api';
import { t } from '../l10n';
import { Icon } from '../views/Icon';
import type { MailboxTrial, Trial } from '../wire';
import type { Document } from './sections';

export function MailboxTest({ mailbox, changed }: { mailbox: Document; changed: boolean }) {
  const [busy, setBusy] = useState(false);
  const [trial, setTrial] = useState<MailboxTrial | null>(null);
  const [failure, setFailure] = useState('');

  async function run() {
    setBusy(true);
    setFailure('');
    try {
      setTrial(await post<MailboxTrial>(`/mailboxes/${mailbox.id}/test`));
    } catch (caught) {
      if (!(caught instanceof Failure)) throw caught;
      setFailure(caught.message);
    }
    setBusy(false);
  }
  return (
    <section class="trial" aria-label={t('mailbox-test')}>
      <div class="trial-head">
        <button type="button" class="button" disabled={busy || changed} onClick={() => void run()}>
          {t(busy ? 'mailbox-testing' : 'mailbox-test')}
        </button>
        <span class="quiet" role="status">
          {changed
            ? t('mailbox-test-saved')
            : trial && !busy && t(trial.ok ? 'mailbox-test-ok' : 'mailbox-test-failed')}
        </span>
      </div>
      {failure && (
        <p class="form-failure" role="alert">
          {failure}
        </p>
      )}
      {trial && !busy && (
        <>
          <Steps title={t('field-imap')} of={trial.imap} />
          <Steps title={t('field-smtp')} of={trial.smtp} />
        </>
      )}
    </section>
  );
}

function Steps({ title, of }: { title: string; of: Trial | null }) {
  if (!of) return null;
  return (
    <>
      <h3>{title}</h3>
      <ol class="steps">
        {of.steps.map((step) => (
          <li key={step.name} data-ok={step.ok}>
            <Icon of={step.ok ? CircleCheck : CircleX} size={16} />
            <span>
              <b>{t(`step-${step.name}`)}</b> <span class="unseen">{t(step.ok ? 'step-ok' : 'step-failed')}</span>
              {step.words}
            </span>
          </li>
        ))}
      </ol>
    </>
  );
}
