/** A call in the timeline: how it went, where it was handed to, its recordings, and who spoke how much. */
import { fullTime, span, t } from '../l10n';
import { may, queueName } from '../state/centre';
import { following } from '../state/conversations';
import type { Conversation, Event } from '../wire';
import { timeLabel } from '../words';
import { callVisitor } from './acts';
import { current } from './calls';
import { Player } from './Player';
import { SpeechBalance } from './SpeechBalance';
import { type CallStory, stampsOf } from './story';
import { hasCall } from './words';

export function CallStation({ row, story, events }: { row: Conversation; story: CallStory; events: readonly Event[] }) {
  const heard = story.recordings.filter((each) => each.seconds > 0);
  return (
    <li
      class="stop call-stop"
      data-channel={story.callback ? 'callback' : 'call'}
      data-live={!story.ended || undefined}
    >
      <time dateTime={story.at} title={fullTime(story.at)}>
        {timeLabel(story.at)}
      </time>
      <span class="track" />
      <div class="said">
        <article class="call-card" aria-label={t('call')}>
          <h4>{titleOf(story)}</h4>
          <p class="quiet">{subOf(story)}</p>
          {story.moves.map((event) => (
            <p key={event.number} class="call-move">
              {moveWords(event)}
              {event.note && <span class="bubble hand-over">{event.note}</span>}
            </p>
          ))}
          {heard.map((each) => (
            <Player key={each.id} call={story.call} recorded={each} stamps={stampsOf(each, events)} />
          ))}
          {story.speech && story.answered && <SpeechBalance speech={story.speech} parties={story.parties} />}
          {story.callback && row.call?.call === story.call && <CallBack row={row} />}
        </article>
      </div>
    </li>
  );
}

function titleOf(story: CallStory): string {
  if (story.callback) return t('call-title-callback');
  if (story.voicemail) return t(story.ended ? 'call-title-voicemail' : 'call-title-leaving');
  if (!story.ended) return t('call-title-live');
  if (story.answered) return t('call-title-ended', { name: story.answered.by, time: span(story.ended.talked) });
  return t(`call-title-${story.ended.how}`);
}

function subOf({ direction, by, answered }: CallStory): string {
  const began = t(`call-began-${direction}`, { name: by || t('visitor') });
  return answered && direction === 'in' ? `${began} ${t('call-waited', { time: span(answered.waited) })}` : began;
}

function moveWords(event: Event): string {
  if (event.type === 'CallQueued') return t('call-moved-queue');
  return t('call-moved', { to: event.to_name || queueName(event.to_queue) || t('somebody') });
}

/** The way to keep the promise: at once while they are on the site. */
function CallBack({ row }: { row: Conversation }) {
  if (hasCall(row) || row.state === 'closed' || !may('conversations.handle')) return null;
  const onSite = following(row.id).onSite.value !== null;
  return (
    <p class="call-back">
      <button
        type="button"
        class="button"
        disabled={!onSite || current.value !== null}
        onClick={() => void callVisitor(row.id)}
      >
        {t('call-back')}
      </button>
      {!onSite && <span class="quiet">{t('call-not-on-site')}</span>}
    </p>
  );
}
