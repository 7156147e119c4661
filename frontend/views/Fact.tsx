/** Something that happened, in one quiet line. */

import { fullTime, t } from '../l10n';
import type { Channel, Event } from '../wire';
import { factOf, timeLabel } from '../words';
import { Link } from './Link';

export function Fact({ event, channel }: { event: Event; channel: Channel | null }) {
  return (
    <li class="stop" data-number={event.number} data-channel={channel}>
      <time dateTime={event.at} title={fullTime(event.at)}>
        {timeLabel(event.at)}
      </time>
      <span class="track" />
      <div class="fact">
        <p>
          {factOf(event)}
          {event.earlier && <EarlierLink conversation={event.earlier} />}
        </p>
        {event.type === 'ConversationTransferred' && event.note && (
          <p class="bubble hand-over" dir="auto">
            {event.note}
          </p>
        )}
      </div>
    </li>
  );
}

/** A mail that came too late to reopen its conversation began a new one; this leads to the old one. */
function EarlierLink({ conversation }: { conversation: string }) {
  const to = { page: 'inbox', conversation } as const;
  return (
    <>
      {', '}
      <Link to={to}>{t('fact-earlier')}</Link>
    </>
  );
}
