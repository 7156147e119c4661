/** A station of the line: the words and files of a customer, an agent or a note, and how far ours have come. */
import { fullTime, t } from '../l10n';
import { agents } from '../state/centre';
import { discard, retry } from '../state/outbox';
import type { Pending } from '../state/timeline';
import { giveBack } from '../state/undo';
import type { Agent, Channel, Conversation, Event } from '../wire';
import { actorName, markOf, timeLabel } from '../words';
import { Files } from './Files';
import { Linked } from './Linked';

interface Props {
  row: Conversation;
  event: Event;
  channel: Channel | null;
  startsRun: boolean;
  endsRun: boolean;
}

export function Words({ row, event, channel, startsRun, endsRun }: Props) {
  const kind = event.type === 'NoteAdded' ? 'note' : event.type === 'MessageSent' ? 'ours' : 'theirs';
  const empty = !event.text && !event.files?.length;
  return (
    <li
      class="stop words"
      data-number={event.number}
      data-channel={channel}
      data-kind={kind}
      data-run={startsRun ? undefined : 'on'}
    >
      <time dateTime={event.at} title={fullTime(event.at)}>
        {timeLabel(event.at)}
      </time>
      <span class="track" />
      <div class="said">
        {kind === 'note' && startsRun && <p class="note-title">{t('note-by', { name: actorName(event) })}</p>}
        {event.text && <Bubble text={event.text} mentions={event.mentions} />}
        {empty && <p class="bubble blanked">{t('redacted')}</p>}
        {event.files && event.files.length > 0 && <Files files={event.files} />}
        {endsRun && kind !== 'note' && (
          <p class="by">
            {kind === 'ours'
              ? t('said-mark', { name: actorName(event), mark: markOf(row, event.number) })
              : actorName(event)}
          </p>
        )}
      </div>
    </li>
  );
}

function Bubble({ text, mentions = [] }: { text: string; mentions?: string[] | undefined }) {
  const names = mentions.map((id) => agents.value.get(id)).filter((agent): agent is Agent => agent !== undefined);
  return (
    <p class="bubble" dir="auto">
      <Linked text={text} names={names.map((agent) => `@${agent.name}`)} />
    </p>
  );
}

/** Words of ours that are not stored yet: what is happening to them, and Retry when it failed. */
export function PendingWords({ message }: { message: Pending }) {
  const failed = message.state === 'failed';
  return (
    <li
      class="stop words pending"
      data-channel={message.mail ? 'email' : 'chat'}
      data-kind={message.channel === 'note' ? 'note' : 'ours'}
      data-state={message.state}
    >
      <time dateTime={message.at}>{timeLabel(message.at)}</time>
      <span class="track" />
      <div class="said">
        {message.mail && <p class="pending-subject">{message.mail.subject || t('mail-no-subject')}</p>}
        {message.text && (
          <p class="bubble" dir="auto">
            {message.text}
          </p>
        )}
        {message.files.map((file) => (
          <p key={file.id} class="bubble">
            {file.name}
          </p>
        ))}
        <p class="by" role={failed ? 'alert' : undefined}>
          {t(`pending-${message.state}`)}
          {failed && message.error && ` ${message.error}`}
        </p>
        {(failed || message.mail) && (
          <p class="pending-acts">
            {failed && (
              <button type="button" class="link" onClick={() => retry(message)}>
                {t('retry')}
              </button>
            )}
            {message.mail && message.state !== 'sending' && (
              <button type="button" class="link" onClick={() => edit(message)}>
                {t('mail-edit')}
              </button>
            )}
            {failed && (
              <button type="button" class="link" onClick={() => discard(message)}>
                {t('discard')}
              </button>
            )}
          </p>
        )}
      </div>
    </li>
  );
}

/** A mail that is not stored yet goes back to the composer. */
function edit(message: Pending): void {
  discard(message);
  giveBack(message);
}
