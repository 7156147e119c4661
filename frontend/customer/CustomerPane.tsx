/** One customer, wherever they are shown: their profile, or what is known of them until it has come. */
import { useComputed } from '@preact/signals';
import { UserRoundX } from 'lucide';
import { useEffect, useRef } from 'preact/hooks';
import { t } from '../l10n';
import { customerRecord, loadCustomer } from '../state/customers';
import { conversations } from '../state/inbox';
import { outlineOf } from '../state/rows';
import { Avatar } from '../views/Avatar';
import { Blank } from '../views/Blank';
import { Delayed } from '../views/Delayed';
import type { Conversation } from '../wire';
import { customerName } from '../words';
import { Profile } from './Profile';

/** What is counted is written a moment behind what happened. */
const LOOK_AFTER_MS = 1_500;

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
  useCounts(id, customer.value?.id ?? id);
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

/** Asks again for a customer who began a conversation, called or wrote an email meanwhile. */
function useCounts(id: string, root: string): void {
  const outline = useComputed(() => outlineOf(conversations.value.values(), root)).value;
  const met = useRef({ root, outline });
  useEffect(() => {
    const before = met.current;
    met.current = { root, outline };
    if (before.root !== root || before.outline === outline) return;
    const timer = setTimeout(() => void loadCustomer(id), LOOK_AFTER_MS);
    return () => clearTimeout(timer);
  }, [id, root, outline]);
}
