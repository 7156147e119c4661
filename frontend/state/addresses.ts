/** Ways to reach a customer that agents enter and take away, each with Undo; the server keeps what leads to somebody. */
import { Failure, post, remove } from '../api';
import { t } from '../l10n';
import type { Address, Customer } from '../wire';
import { attempt } from './acts';
import { type Edited, loadCustomer } from './customers';
import { toast } from './toasts';

export type Entered = Pick<Address, 'kind' | 'value'>;

/** What somebody typed is an email where it has an @, else a phone number. */
export const kindOf = (typed: string): 'email' | 'phone' => (typed.includes('@') ? 'email' : 'phone');

export async function addAddress(customer: string, entered: Entered): Promise<Edited> {
  try {
    const { addresses } = await post<Customer>(`/customers/${customer}/addresses`, entered);
    const added = addresses.find((one) => one.kind === entered.kind && bare(one.value) === bare(entered.value));
    const undo = added && {
      label: t('undo'),
      run: () => void attempt(t('act-remove-address'), () => take(customer, added)),
    };
    toast(t('address-added', { address: added?.value ?? entered.value }), 'done', undo);
    await loadCustomer(customer);
    return { ok: true };
  } catch (failure) {
    if (!(failure instanceof Failure)) throw failure;
    return { ok: false, why: failure.message };
  }
}

/** An address as it is told from others: an email whole, a number by its digits. */
const bare = (value: string) => (value.includes('@') ? value.trim().toLowerCase() : value.replace(/\D/g, ''));

export async function removeAddress(customer: string, address: Address): Promise<boolean> {
  if (!(await attempt(t('act-remove-address'), () => take(customer, address)))) return false;
  const { kind, value } = address;
  const back = async () => {
    await post(`/customers/${customer}/addresses`, { kind, value });
    await loadCustomer(customer);
  };
  const undo = () => void attempt(t('act-add-address'), back);
  toast(t('address-removed', { address: value }), 'done', { label: t('undo'), run: undo });
  return true;
}

async function take(customer: string, { id }: Address): Promise<void> {
  await remove(`/customers/${customer}/addresses/${id}`);
  await loadCustomer(customer);
}
