/** What one does rarely with a customer. */
import { Download, Ellipsis, Eraser, Link2, Lock, Merge } from 'lucide';
import { useState } from 'preact/hooks';
import { Holds } from '../admin/Holds';
import { t } from '../l10n';
import { pathOf } from '../route';
import { may } from '../state/centre';
import { toast } from '../state/toasts';
import { Dialog } from '../views/Dialog';
import { Icon } from '../views/Icon';
import { Popover } from '../views/Popover';
import type { CustomerDetail } from '../wire';
import { EraseDialog } from './EraseDialog';
import { ExportDialog } from './ExportDialog';
import { MergeDialog } from './MergeDialog';

export function ProfileMenu({ customer }: { customer: CustomerDetail }) {
  const [merging, setMerging] = useState(false);
  const [leaving, setLeaving] = useState<'export' | 'erase' | null>(null);
  const [holding, setHolding] = useState(false);
  async function copyLink() {
    // Plain http has no clipboard.
    await navigator.clipboard?.writeText(location.origin + pathOf({ page: 'customers', customer: customer.id }));
    if (navigator.clipboard) toast(t('link-copied'));
  }
  return (
    <>
      <Popover
        label={t('more-acts')}
        buttonClass="button small icon-only"
        panelClass="menu"
        button={<Icon of={Ellipsis} size={16} />}
      >
        {(close) => (
          <>
            {may('customers.write') && !customer.erased_at && (
              <button
                type="button"
                class="menu-item"
                aria-haspopup="dialog"
                onClick={() => {
                  close();
                  setMerging(true);
                }}
              >
                <Icon of={Merge} size={16} />
                {t('merge-with')}
              </button>
            )}
            <button
              type="button"
              class="menu-item"
              onClick={() => {
                close();
                void copyLink();
              }}
            >
              <Icon of={Link2} size={16} />
              {t('copy-link')}
            </button>
            {may('customers.disclose') && !customer.erased_at && (
              <button
                type="button"
                class="menu-item"
                aria-haspopup="dialog"
                onClick={() => {
                  close();
                  setLeaving('export');
                }}
              >
                <Icon of={Download} size={16} />
                {t('export-person')}
              </button>
            )}
            {may('holds.write') && !customer.erased_at && (
              <button
                type="button"
                class="menu-item"
                aria-haspopup="dialog"
                onClick={() => {
                  close();
                  setHolding(true);
                }}
              >
                <Icon of={Lock} size={16} />
                {t('holds')}
              </button>
            )}
            {may('customers.erase') && !customer.erased_at && (
              <button
                type="button"
                class="menu-item"
                aria-haspopup="dialog"
                onClick={() => {
                  close();
                  setLeaving('erase');
                }}
              >
                <Icon of={Eraser} size={16} />
                {t('erase-person')}
              </button>
            )}
          </>
        )}
      </Popover>
      {leaving === 'export' && <ExportDialog customer={customer} closed={() => setLeaving(null)} />}
      {leaving === 'erase' && <EraseDialog customer={customer} closed={() => setLeaving(null)} />}
      {holding && (
        <Dialog title={t('holds')} quiet closed={() => setHolding(false)}>
          <Holds subject={customer.id} />
        </Dialog>
      )}
      {merging && <MergeDialog customer={customer} other={null} closed={() => setMerging(false)} />}
    </>
  );
}
