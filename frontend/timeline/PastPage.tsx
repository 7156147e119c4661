/** A customer's whole past: their timeline across conversations and time, or the journey it makes. */

import { ArrowLeft } from 'lucide';
import { useEffect } from 'preact/hooks';
import { CustomerLink } from '../customer/CustomerLink';
import { t } from '../l10n';
import type { View } from '../route';
import { customerRecord, loadCustomer } from '../state/customers';
import { Icon } from '../views/Icon';
import { Link } from '../views/Link';
import { JourneyView } from './JourneyView';
import { TimelineView } from './TimelineView';

export function PastPage({ customer: id, view }: { customer: string; view: View }) {
  const { customer } = customerRecord(id);
  useEffect(() => {
    if (!customer.value) void loadCustomer(id);
  }, [id]);
  const name = customer.value?.name || t('customer');
  return (
    <div class="past">
      <header class="past-head">
        <CustomerLink id={id} class="past-back">
          <Icon of={ArrowLeft} size={16} />
          {t('past-back')}
        </CustomerLink>
        <h2>{name}</h2>
        <PastLinks customer={id} view={view} />
      </header>
      {view === 'timeline' ? (
        <TimelineView customer={id} root={customer.value?.id ?? id} name={name} merges={customer.value?.merges ?? []} />
      ) : (
        <JourneyView customer={id} name={name} />
      )}
    </div>
  );
}

/** The ways into a customer's past. */
export function PastLinks({ customer, view }: { customer: string; view?: View }) {
  return (
    <nav class="past-links" aria-label={t('past')}>
      {(['timeline', 'journey'] as const).map((each) => {
        const to = { page: 'customers', customer, view: each } as const;
        return (
          <Link key={each} class="tab" to={to} aria-current={view === each ? 'page' : undefined}>
            {t(`past-${each}`)}
          </Link>
        );
      })}
    </nav>
  );
}
