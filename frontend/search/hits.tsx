/** One hit: of a message what it says around the words and where it is; of a customer the name and an address. */

import { CustomerLink } from '../customer/CustomerLink';
import { addressOf } from '../customer/FindCustomer';
import { fullTime, moment, t } from '../l10n';
import type { Route } from '../route';
import { queueName } from '../state/centre';
import { channelName, titleOf } from '../timeline/words';
import { Avatar } from '../views/Avatar';
import { Link } from '../views/Link';
import { Marked } from '../views/Marked';
import type { CustomerHit, MessageHit } from '../wire';

export function placeOf({ row }: MessageHit): Route {
  return { page: 'inbox', conversation: row.conversation, ...(row.event ? { event: row.event } : {}) };
}

export function MessageFound({ hit }: { hit: MessageHit }) {
  const { row } = hit;
  const to = placeOf(hit);
  const title = row.kind === 'email' && hit.title.text ? <Marked of={hit.title} /> : titleOf(row);
  return (
    <li>
      <Link class="hit" data-channel={row.channel} to={to}>
        <span class="hit-head">
          <strong>{hit.customer_name || t('visitor')}</strong>
          <span class="touch-channel">{channelName(row.channel)}</span>
          <span class="quiet">{queueName(hit.queue)}</span>
          <time class="quiet" dateTime={row.at} title={fullTime(row.at)}>
            {moment(row.at)}
          </time>
        </span>
        <span class="hit-text" dir="auto">
          <span class="hit-who">{title}: </span>
          <Marked of={hit.text} />
        </span>
      </Link>
    </li>
  );
}

export function CustomerFound({ hit: { customer, name, near } }: { hit: CustomerHit }) {
  const shown = customer.name || t('visitor');
  return (
    <li>
      <CustomerLink id={customer.id} class="hit hit-customer">
        <Avatar name={shown} />
        <span class="hit-head">
          <strong>{customer.name ? <Marked of={name} /> : shown}</strong>
          {near && <span class="quiet">{t('find-near')}</span>}
        </span>
        <span class="hit-text">{addressOf(customer)}</span>
      </CustomerLink>
    </li>
  );
}
