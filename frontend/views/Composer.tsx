/** The composer: which way an answer goes (chat, email or a note), said in words where it is not plain; then the words. */
import { useState } from 'preact/hooks';
import { useCommand } from '../commands';
import { t } from '../l10n';
import { useReply, useReturned } from '../mail/answering';
import { MailComposer } from '../mail/MailComposer';
import { shownChannel } from '../state/compose';
import { following } from '../state/conversations';
import { move, sentDraft, turn, write, writtenIn } from '../state/drafts';
import { partyOf } from '../state/envelope';
import { hasLeft, usualChannel } from '../state/mail';
import { canMail, envelopeNow, type Reply, whyNoMail } from '../state/replies';
import type { Channel, Conversation } from '../wire';
import { useServerDraft } from './composing';
import { useUploads } from './Uploads';
import { WordsComposer } from './WordsComposer';

/** The ways to answer; another channel's adapter adds its own here, with the word `composer-KIND`. */
const KINDS: Channel[] = ['chat', 'email', 'note'];

export function Composer({ row }: { row: Conversation }) {
  const [written, setWritten] = useState(() => writtenIn(row.id));
  const [refused, setRefused] = useState<Channel | null>(null);
  const [focused, setFocused] = useState(0);
  const { timeline, onSite } = following(row.id);
  const reply = useReply(row);
  const usual = usualChannel(row, timeline.value.events, onSite.value !== null, canMail(reply));
  const kind = shownChannel(written, usual);
  const uploads = useUploads(row.id, kind);
  const why: Partial<Record<Channel, string | null>> = {
    chat: row.visitor ? null : t('composer-no-chat'),
    email: whyNoMail(reply),
  };

  useServerDraft(row.id, setWritten);
  useReturned(row.id, (next, files) => {
    setWritten(next);
    uploads.put('email', files);
    setFocused((times) => times + 1);
  });

  function focusOn(next: Channel) {
    setRefused(why[next] ? next : null);
    if (why[next]) return;
    if (next !== kind) setWritten(turn(row.id, next));
    setFocused((times) => times + 1);
  }
  useCommand('reply', () => focusOn(usual));
  useCommand('note', () => focusOn('note'));

  const text = written.texts[kind] ?? '';
  const writing = {
    row,
    text,
    uploads,
    focused,
    change: (next: string) => setWritten(write(row.id, kind, next)),
    sent: () => {
      setWritten(sentDraft(row.id, kind));
      uploads.clear();
    },
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping a file is one of three ways to attach it
    <div class="composer" data-kind={kind} onDragOver={(event) => event.preventDefault()} onDrop={uploads.dropped}>
      <div class="kinds">
        {KINDS.map((each) => (
          <button
            key={each}
            type="button"
            class="kind"
            aria-pressed={each === kind}
            aria-disabled={why[each] ? true : undefined}
            title={why[each] ?? undefined}
            onClick={() => focusOn(each)}
          >
            {t(`composer-${each}`)}
          </button>
        ))}
        <p class="kinds-line" role="status">
          {refused && why[refused] ? why[refused] : <Whereto row={row} kind={kind} reply={reply} move={toEmail} />}
        </p>
      </div>
      {kind === 'email' ? (
        <MailComposer key="email" {...writing} reply={reply} />
      ) : (
        <WordsComposer key={kind} {...writing} kind={kind} />
      )}
    </div>
  );

  function toEmail() {
    setWritten(move(row.id, 'chat', 'email'));
    setFocused((times) => times + 1);
  }
}

/** What is good to know before writing: the visitor has gone, so words in the chat would wait for them. */
function Whereto({ row, kind, reply, move }: { row: Conversation; kind: Channel; reply: Reply; move: () => void }) {
  const { timeline, onSite, loading } = following(row.id);
  const left = hasLeft(timeline.value.events);
  if (!row.visitor || loading.value || !canMail(reply) || (onSite.value && !left)) return null;
  if (kind === 'email') {
    const to = envelopeNow(reply)?.to[0];
    if (!to) return null;
    return t(left ? 'composer-left-email' : 'composer-away-email', { address: partyOf(to).address });
  }
  if (kind !== 'chat' || row.state === 'waiting') return null;
  return (
    <>
      {t(left ? 'composer-left' : 'composer-away')}{' '}
      <button type="button" class="link" onClick={move}>
        {t('composer-by-email')}
      </button>
    </>
  );
}
