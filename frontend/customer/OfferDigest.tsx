/** Who an offer is about, on its card: on whatever page and screen the agent is, before they accept. */
import { Star } from 'lucide';
import { t } from '../l10n';
import { agentName } from '../state/centre';
import { customerRecord } from '../state/customers';
import { organisationName } from '../state/lists';
import { Icon } from '../views/Icon';
import { countsWords, Marks } from './ProfileHead';

export function OfferDigest({ id }: { id: string }) {
  const customer = customerRecord(id).customer.value;
  if (!customer) return null;
  const owner = customer.owner ? t('owned-by', { name: agentName(customer.owner) || t('somebody') }) : '';
  const about = [organisationName(customer.organisation), owner].filter(Boolean).join(' · ');
  return (
    <div class="offer-who" data-customer={customer.id}>
      <span class="offer-marks">
        <Marks customer={customer} />
        {customer.vip && (
          <span class="vip-mark">
            <Icon of={Star} size={12} />
            {t('vip')}
          </span>
        )}
      </span>
      {about && <p>{about}</p>}
      {/* What is offered is one of them: somebody new has nothing to tell. */}
      {customer.counts.conversations > 1 && <p class="quiet">{countsWords(customer.counts)}</p>}
      {customer.note && <p class="offer-note">{customer.note}</p>}
    </div>
  );
}
