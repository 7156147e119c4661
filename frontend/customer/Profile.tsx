/** A profile from top to bottom: who, how to reach them, what they need, where they are now, what came before. */
import { t } from '../l10n';
import { may } from '../state/centre';
import { edit, loadCustomer } from '../state/customers';
import { PastLinks } from '../timeline/PastPage';
import { Earlier } from '../views/Earlier';
import type { Conversation, CustomerDetail } from '../wire';
import { Addresses } from './Addresses';
import { Consents } from './Consents';
import { ContextPanel } from './ContextPanel';
import { CustomerTags } from './CustomerTags';
import { Duplicates } from './Duplicates';
import { EditText } from './EditText';
import { emptiesShown } from './empties';
import { Facts } from './Facts';
import { Fields } from './Fields';
import { Merges } from './Merges';
import { OnSite } from './OnSite';
import { ProfileHead } from './ProfileHead';

interface Props {
  customer: CustomerDetail;
  row?: Conversation;
}

export function Profile({ customer, row }: Props) {
  if (customer.erased_at) return <Erased customer={customer} {...(row ? { row } : {})} />;
  return (
    <div class="profile" data-customer={customer.id}>
      <ProfileHead customer={customer} {...(row ? { row } : {})} />
      <PastLinks customer={customer.id} />
      <Duplicates customer={customer} />
      <Addresses customer={customer} />
      {row && <OnSite row={row} />}
      <Facts customer={customer} />
      <Fields customer={customer} />
      {may('customers.write') && (
        <button
          type="button"
          class="link profile-empties"
          aria-pressed={emptiesShown.value}
          onClick={() => {
            emptiesShown.value = !emptiesShown.value;
          }}
        >
          {t(emptiesShown.value ? 'hide-empties' : 'show-empties')}
        </button>
      )}
      <ContextPanel customer={customer.id} />
      <section class="profile-note">
        <h3>{t('customer-note')}</h3>
        <Note customer={customer} />
        <CustomerTags customer={customer} />
      </section>
      <Consents customer={customer.id} changed={() => void loadCustomer(customer.id)} />
      <Merges customer={customer} />
      <Earlier customer={customer.id} current={row?.id ?? null} />
    </div>
  );
}

/** What is left of somebody who was erased: numbers and times, and nothing that one could do. */
function Erased({ customer, row }: Props) {
  return (
    <div class="profile" data-customer={customer.id}>
      <ProfileHead customer={customer} {...(row ? { row } : {})} />
      <p class="quiet">{t('erase-left')}</p>
      <PastLinks customer={customer.id} />
      <Consents customer={customer.id} kept />
      <Merges customer={customer} />
      <Earlier customer={customer.id} current={row?.id ?? null} />
    </div>
  );
}

function Note({ customer }: { customer: CustomerDetail }) {
  const label = t('customer-note');
  const save = (now: unknown, from: unknown) => edit(customer.id, 'note', from, now, label);
  return (
    <EditText
      label={label}
      kind="longtext"
      value={customer.note}
      empty={t('customer-note-empty')}
      save={may('customers.write') ? save : null}
    />
  );
}
