/** Something that happened, in one quiet line. */
import { fullTime } from '../l10n';
import type { Event } from '../wire';
import { factOf, timeLabel } from '../words';

export function Fact({ event }: { event: Event }) {
  return (
    <li class="stop" data-channel={event.channel}>
      <time dateTime={event.at} title={fullTime(event.at)}>
        {timeLabel(event.at)}
      </time>
      <span class="track" />
      <div class="fact">
        <p>{factOf(event)}</p>
        {event.type === 'ConversationTransferred' && event.note && (
          <p class="bubble hand-over" dir="auto">
            {event.note}
          </p>
        )}
      </div>
    </li>
  );
}
