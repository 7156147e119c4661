/** Who this is, at one look: name, proved or not, very important or not, how much there was, and what one can do at once. */
import { BadgeCheck, MailPlus, Star } from 'lucide';
import { CallMenu } from '../call/CallMenu';
import { hasCall } from '../call/words';
import { listOf, t } from '../l10n';
import { may } from '../state/centre';
import { change, customerRecord, edit } from '../state/customers';
import { startMail } from '../state/newMail';
import { Avatar } from '../views/Avatar';
import { Icon } from '../views/Icon';
import type { Conversation, Counts, CustomerDetail } from '../wire';
import { EditText } from './EditText';
import { ProfileMenu } from './ProfileMenu';

/** So many the server counts; more are "100+". */
const MOST_COUNTED = 100;

export function ProfileHead({ customer, row }: { customer: CustomerDetail; row?: Conversation }) {
  const mayChange = may('customers.write') && !customer.erased_at;
  const label = t('customer-name');
  return (
    <header class="profile-top">
      <div class="profile-head">
        <Avatar name={customer.name || t('visitor')} size="large" />
        <div>
          <h2>
            <EditText
              label={label}
              value={customer.name}
              empty={t('visitor')}
              required
              save={mayChange ? (now, from) => edit(customer.id, 'name', from, now, label) : null}
            />
          </h2>
          {!customer.erased_at && <Marks customer={customer} />}
        </div>
        <Vip customer={customer} mayChange={mayChange} />
      </div>
      <Acts customer={customer} {...(row ? { row } : {})} />
      <p class="profile-counts">{countsWords(customer.counts)}</p>
    </header>
  );
}

export function Marks({ customer }: { customer: { verified: boolean; lifecycle: string } }) {
  return (
    <span class="marks">
      {customer.verified ? (
        <span class="mark-verified">
          <Icon of={BadgeCheck} size={12} />
          {t('verified')}
        </span>
      ) : (
        <span class="mark-claimed">{t('not-verified')}</span>
      )}
      {customer.lifecycle && <span class="mark-lifecycle">{t(`lifecycle-${customer.lifecycle}`)}</span>}
    </span>
  );
}

function Vip({ customer, mayChange }: { customer: CustomerDetail; mayChange: boolean }) {
  if (!mayChange && !customer.vip) return null;
  if (!mayChange) return <span class="vip-mark">{t('vip')}</span>;
  return (
    <button
      type="button"
      class="icon-button vip"
      aria-label={t('vip')}
      title={t(customer.vip ? 'vip-on' : 'vip-off')}
      aria-pressed={customer.vip}
      onClick={() => void change(customer.id, 'vip', !customer.vip)}
    >
      <Icon of={Star} size={18} />
    </button>
  );
}

function Acts({ customer, row }: { customer: CustomerDetail; row?: Conversation }) {
  const { earlier } = customerRecord(customer.id);
  const handles = may('conversations.handle') && !customer.erased_at;
  // A call rings the visitor in a conversation that is open: the one beside, or their latest.
  const callable = row ?? earlier.value?.find((each) => each.visitor && each.state !== 'closed');
  const calls = handles && callable?.visitor && callable.state !== 'closed' && !hasCall(callable);
  return (
    <div class="profile-acts">
      {handles && customer.addresses.some((each) => each.kind === 'email') && (
        <button type="button" class="button small" aria-haspopup="dialog" onClick={() => startMail(customer)}>
          <Icon of={MailPlus} size={16} />
          {t('write-email')}
        </button>
      )}
      {calls && callable && <CallMenu row={callable} />}
      <ProfileMenu customer={customer} />
    </div>
  );
}

/** "12 conversations, 3 calls and 40 emails", without what there is none of. */
export function countsWords({ conversations, calls, emails }: Counts): string {
  const said = [
    conversations > 0 && t('count-conversations', amount(conversations)),
    calls > 0 && t('count-calls', amount(calls)),
    emails > 0 && t('count-emails', amount(emails)),
  ];
  return listOf(said.filter((each) => typeof each === 'string')) || t('count-nothing');
}

export function hasAny({ conversations, calls, emails }: Counts): boolean {
  return conversations + calls + emails > 0;
}

function amount(count: number): { count: number; shown: string } {
  return { count, shown: count < MOST_COUNTED ? String(count) : `${MOST_COUNTED}+` };
}
