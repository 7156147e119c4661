/** An email answer: everything derived from the mail that is answered, all of it in sight and to be changed before it goes. */
import { useRef, useState } from 'preact/hooks';
import { t } from '../l10n';
import { reopen } from '../state/acts';
import { EMPTY_ENVELOPE, type Envelope, partyOf, problemOf } from '../state/envelope';
import { sendMail } from '../state/outbox';
import { envelopeNow, type Reply, whyNoMail } from '../state/replies';
import { aboutRow } from '../views/templating';
import type { Writing } from '../views/WordsComposer';
import type { Party, ReplyShown } from '../wire';
import { MailFields } from './MailFields';
import { MailText } from './MailText';
import { SendMail } from './SendMail';

export function MailComposer({ row, text, change, uploads, focused, sent, reply }: Writing & { reply: Reply }) {
  const [problem, setProblem] = useState('');
  // Until somebody writes, reading has the room: to whom and about what is said in one line.
  const [entered, setEntered] = useState(false);
  const begun = entered || text !== '' || uploads.list.length > 0;
  const sending = useRef(false);
  const shown = reply.shown.value;
  const why = whyNoMail(reply);
  if (why) return <p class="composer-box composer-blocked">{why}</p>;

  async function submit(at: Date | null) {
    // Leaving a field takes its words in, so the envelope is read only now.
    const envelope = envelopeNow(reply);
    if (sending.current || uploads.busy || (!text.trim() && uploads.files.length === 0)) return;
    // Nothing goes to people nobody has seen.
    if (!envelope) return setProblem(t('mail-problem-unknown'));
    const wrong = problemOf(envelope);
    setProblem(wrong ? t(`mail-problem-${wrong.kind}`, { text: 'text' in wrong ? wrong.text : '' }) : '');
    if (wrong) return;
    sending.current = true;
    const open = row.state !== 'closed' || (await reopen(row));
    sending.current = false;
    if (!open) return;
    sendMail(row.id, text.trim(), uploads.files, { ...envelope, send_at: at?.toISOString() ?? null });
    reply.changed.value = null;
    setEntered(false);
    sent();
  }
  const envelope = envelopeNow(reply) ?? EMPTY_ENVELOPE;
  return (
    <div class="composer-box" data-compact={begun ? undefined : true} onFocusIn={() => setEntered(true)}>
      {begun ? (
        <MailFields
          from={<Sender of={shown?.sender ?? null} />}
          envelope={envelope}
          set={(next) => {
            setProblem('');
            reply.changed.value = next;
          }}
        />
      ) : (
        <Summary envelope={envelope} />
      )}
      <MailText
        text={text}
        change={change}
        about={aboutRow(row, 'email')}
        conversation={row.id}
        uploads={uploads}
        focused={focused}
        compact={!begun}
        taken={(template) => uploads.put('email', template.files)}
        submit={() => void submit(null)}
        send={<SendMail disabled={uploads.busy || !shown} send={(at) => void submit(at)} />}
      >
        {shown && <Below shown={shown} />}
        {problem && (
          <p class="composer-warning" role="alert">
            {problem}
          </p>
        )}
      </MailText>
    </div>
  );
}

function Summary({ envelope }: { envelope: Envelope }) {
  const names = [...envelope.to, ...envelope.cc].map(partyOf).map(({ name, address }) => name || address);
  return (
    <p class="mail-summary">
      <span class="recipients-name">{t('mail-to')}</span>
      <span dir="auto">{names.join(', ')}</span>
      <span class="mail-summary-subject" dir="auto">
        {envelope.subject}
      </span>
    </p>
  );
}

function Sender({ of }: { of: Party | null }) {
  return (
    <span class="mail-sender-shown">
      {of?.name && <b dir="auto">{of.name} </b>}
      {of?.address}
    </span>
  );
}

/** What the server puts below the words: the mailbox's signature, and the words that are answered. */
function Below({ shown }: { shown: ReplyShown }) {
  return (
    <div class="mail-below">
      {shown.signature && (
        <p class="mail-signature" dir="auto">
          {shown.signature}
        </p>
      )}
      {shown.quoted && (
        <details>
          <summary>{t('mail-quoted')}</summary>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard */}
          <p class="mail-words quoted" dir="auto" tabIndex={0}>
            {shown.quoted}
          </p>
        </details>
      )}
    </div>
  );
}
