/** Who a mail is from and to, and what it is about: always in sight before it is sent; Cc and Bcc once they are needed. */
import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { t } from '../l10n';
import type { Envelope } from '../state/envelope';
import { Recipients } from './Recipients';

interface Props {
  from: ComponentChildren;
  envelope: Envelope;
  set: (envelope: Envelope) => void;
  autofocus?: boolean;
}

export function MailFields({ from, envelope, set, autofocus = false }: Props) {
  const [all, setAll] = useState(false);
  const cc = all || envelope.cc.length > 0;
  const bcc = all || envelope.bcc.length > 0;
  return (
    <div class="mail-fields">
      <div class="mail-from">
        <span class="recipients-name">{t('mail-from')}</span>
        {from}
        {!(cc && bcc) && (
          <button type="button" class="link" onClick={() => setAll(true)}>
            {t('mail-more-recipients')}
          </button>
        )}
      </div>
      <Recipients line="to" envelope={envelope} set={set} autofocus={autofocus} />
      {cc && <Recipients line="cc" envelope={envelope} set={set} />}
      {bcc && <Recipients line="bcc" envelope={envelope} set={set} />}
      <label class="recipients">
        <span class="recipients-name">{t('mail-subject')}</span>
        <input
          maxLength={500}
          dir="auto"
          value={envelope.subject}
          onInput={(event) => set({ ...envelope, subject: event.currentTarget.value })}
        />
      </label>
    </div>
  );
}
