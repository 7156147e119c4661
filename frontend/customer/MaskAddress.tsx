/** Masks an address for everybody, or shows it again: for those who may see masked values. */
import { EyeOff, ScanEye } from 'lucide';
import { post } from '../api';
import { t } from '../l10n';
import { attempt } from '../state/acts';
import { may } from '../state/centre';
import { loadCustomer } from '../state/customers';
import { Icon } from '../views/Icon';
import type { Address } from '../wire';

/** An email's address is in the head of each mail, so only these can be masked. */
const MASKABLE: readonly Address['kind'][] = ['phone', 'external'];

export function MaskAddress({ customer, address }: { customer: string; address: Address }) {
  if (!may('customers.unmask') || !MASKABLE.includes(address.kind)) return null;
  const words = t(address.masked ? 'unmask-address' : 'mask-address', { kind: t(`address-${address.kind}`) });
  const change = async () => {
    const body = { address: address.id, masked: !address.masked };
    if (await attempt(words, () => post(`/customers/${customer}/mask`, body))) await loadCustomer(customer);
  };
  return (
    <button type="button" class="icon-button small" aria-label={words} title={words} onClick={() => void change()}>
      <Icon of={address.masked ? ScanEye : EyeOff} size={16} />
    </button>
  );
}
