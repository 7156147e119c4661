/** How a customer is reached: each address with where it came from and whether it was proved, and what one does with it. */
import { BadgeCheck, MailPlus, PhoneCall, X } from 'lucide';
import type { ComponentChildren } from 'preact';
import { t } from '../l10n';
import { removeAddress } from '../state/addresses';
import { may } from '../state/centre';
import { startMail } from '../state/newMail';
import { Icon } from '../views/Icon';
import type { Address, Customer } from '../wire';
import { ADD, AddAddress } from './AddAddress';
import { sourceWords } from './kinds';
import { MaskAddress } from './MaskAddress';
import { Reveal } from './Reveal';

/** What is shown first: what people write and call to; ids are for looking up. */
const ORDER: Address['kind'][] = ['email', 'phone', 'external', 'visitor'];

export function Addresses({ customer }: { customer: Customer }) {
  const shown = customer.addresses
    .filter(({ kind }) => kind !== 'visitor')
    .sort((a, b) => ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind) || Number(b.verified) - Number(a.verified));
  const list = shown.length > 0 && (
    <ul class="addresses" aria-label={t('addresses')}>
      {shown.map((address) => (
        <li key={address.id} class="address">
          <span class="address-kind">{t(`address-${address.kind}`)}</span>
          <span class="address-value" dir="ltr">
            {address.kind === 'email' ? <Email address={address.value} /> : address.value}
          </span>
          <Proof address={address} />
          <Act customer={customer} address={address} />
        </li>
      ))}
    </ul>
  );
  return (
    <div class="addresses-all">
      {list || <p class="quiet">{t('no-address')}</p>}
      {may('customers.write') && <AddAddress customer={customer.id} />}
    </div>
  );
}

function Act({ customer, address }: { customer: Customer; address: Address }) {
  const { kind, value } = address;
  if (address.masked) {
    return (
      <Round>
        <Reveal customer={customer.id} label={t(`address-${kind}`)} of={{ address: address.id }} />
        <MaskAddress customer={customer.id} address={address} />
      </Round>
    );
  }
  if (kind === 'email' && may('conversations.handle')) {
    const label = t('write-to', { address: value });
    return (
      <Round>
        <button
          type="button"
          class="icon-button small"
          aria-label={label}
          title={label}
          aria-haspopup="dialog"
          onClick={() => startMail(customer, value)}
        >
          <Icon of={MailPlus} size={16} />
        </button>
        <Remove customer={customer.id} address={address} />
      </Round>
    );
  }
  if (kind !== 'phone') {
    return (
      <Round>
        <MaskAddress customer={customer.id} address={address} />
        <Remove customer={customer.id} address={address} />
      </Round>
    );
  }
  const label = t('call-number', { number: value });
  return (
    <Round>
      <a class="icon-button small" href={`tel:${value}`} aria-label={label} title={label}>
        <Icon of={PhoneCall} size={16} />
      </a>
      <MaskAddress customer={customer.id} address={address} />
      <Remove customer={customer.id} address={address} />
    </Round>
  );
}

/** Only what somebody said goes: what was proved leads to them. */
function Remove({ customer, address }: { customer: string; address: Address }) {
  if (address.verified || !may('customers.write')) return null;
  const words = t('remove-address', { address: address.value });
  const act = async (button: HTMLElement) => {
    const way = button.closest('.addresses-all')?.querySelector<HTMLElement>(`.${ADD}`);
    if (await removeAddress(customer, address)) way?.focus();
  };
  return (
    <button
      type="button"
      class="icon-button small"
      aria-label={words}
      title={words}
      onClick={(event) => void act(event.currentTarget)}
    >
      <Icon of={X} size={16} />
    </button>
  );
}

function Round({ children }: { children: ComponentChildren }) {
  return <span class="address-act">{children}</span>;
}

/** Proved or only said, and by what: nobody reads a claim as a fact. */
function Proof({ address }: { address: Address }) {
  const source = sourceWords(address.source);
  return (
    <span class={address.verified ? 'address-proof proved' : 'address-proof'}>
      {address.verified && <Icon of={BadgeCheck} size={14} />}
      {t(address.verified ? 'address-proved' : 'address-said', { source })}
    </span>
  );
}

/** An address that is too long breaks before its @, not inside a word. */
function Email({ address }: { address: string }) {
  const [name, host] = address.split('@');
  if (host === undefined) return <>{address}</>;
  return (
    <>
      {name}
      <wbr />@{host}
    </>
  );
}
