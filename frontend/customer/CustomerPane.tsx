/** One customer, wherever they are shown: their profile, or what is known of them until it has come. */
import { UserRoundX } from 'lucide';
import { useEffect } from 'preact/hooks';
import { t } from '../l10n';
import { customerRecord, loadCustomer } from '../state/customers';
import { Avatar } from '../views/Avatar';
import { Blank } from '../views/Blank';
import { Delayed } from '../views/Delayed';
import type { Conversation } from '../wire';
import { customerName } from '../words';
import { Profile } from './Profile';

interface Props {
  id: string;
  /** The conversation beside which the customer is shown, if any. */
  row?: Conversation;
}

export function CustomerPane({ id, row }: Props) {
  const { customer, failure } = customerRecord(id);
  useEffect(() => {
    void loadCustomer(id);
  }, [id]);
  if (customer.value) return <Profile customer={customer.value} {...(row ? { row } : {})} />;
  if (failure.value) {
    const retry = { retry: () => void loadCustomer(id) };
    return <Blank icon={UserRoundX} title={t('customer-failed')} text={failure.value.message} {...retry} />;
  }
  return (
    <div class="profile" aria-busy="true">
      {row && (
        <div class="profile-head">
          <Avatar name={customerName(row)} size="large" />
          <h2>{customerName(row)}</h2>
        </div>
      )}
      <Delayed>{<p class="loading-line">{t('loading')}</p>}</Delayed>
    </div>
  );
}
