/** What one does rarely with a customer. */
import { Download, Ellipsis, Eraser, Link2, Lock, Merge } from 'lucide';
import { useState } from 'preact/hooks';
import { Holds } from '../admin/Holds';
import { copy } from '../clipboard';
import { t } from '../l10n';
import { pathOf } from '../route';
import { may } from '../state/centre';
import { toast } from '../state/toasts';
import { Dialog } from '../views/Dialog';
import { Icon } from '../views/Icon';
import { MenuItem } from '../views/MenuItem';
import { Popover } from '../views/Popover';
import type { CustomerDetail } from '../wire';
import { EraseDialog } from './EraseDialog';
import { ExportDialog } from './ExportDialog';
import { MergeDialog } from './MergeDialog';

export function ProfileMenu({ customer }: { customer: CustomerDetail }) {
  const [merging, setMerging] = useState(false);
  const [leaving, setLeaving] = useState<'export' | 'erase' | null>(null);
  const [holding, setHolding] = useState(false);
  const there = !customer.erased_at;
  async function copyLink() {
    const link = location.origin + pathOf({ page: 'customers', customer: customer.id });
    toast((await copy(link)) ? t('link-copied') : link);
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
            {there && may('customers.write') && (
              <MenuItem icon={Merge} label={t('merge-with')} close={close} act={() => setMerging(true)} opens />
            )}
            <MenuItem icon={Link2} label={t('copy-link')} close={close} act={copyLink} />
            {there && may('customers.disclose') && (
              <MenuItem
                icon={Download}
                label={t('export-person')}
                close={close}
                act={() => setLeaving('export')}
                opens
              />
            )}
            {there && may('holds.write') && (
              <MenuItem icon={Lock} label={t('holds')} close={close} act={() => setHolding(true)} opens />
            )}
            {there && may('customers.erase') && (
              <MenuItem icon={Eraser} label={t('erase-person')} close={close} act={() => setLeaving('erase')} opens />
            )}
          </>
        )}
      </Popover>
      {leaving === 'export' && <ExportDialog customer={customer} closed={() => setLeaving(null)} />}
      {leaving === 'erase' && <EraseDialog customer={customer} closed={() => setLeaving(null)} />}
      {holding && (
        <Dialog title={t('holds')} closed={() => setHolding(false)}>
          <Holds subject={customer.id} />
        </Dialog>
      )}
      {merging && <MergeDialog customer={customer} other={null} closed={() => setMerging(false)} />}
    </>
  );
}
