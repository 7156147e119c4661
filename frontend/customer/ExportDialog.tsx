/** Everything that is kept of one person, as a file to hand out: what is in it, and who may not get it by mistake. */
import { Download } from 'lucide';
import { t } from '../l10n';
import { Dialog } from '../views/Dialog';
import { Icon } from '../views/Icon';
import type { CustomerDetail } from '../wire';

export function ExportDialog({ customer, closed }: { customer: CustomerDetail; closed: () => void }) {
  return (
    <Dialog title={t('export-title', { name: customer.name })} closed={closed}>
      <div class="assign">
        <p>{t('export-what')}</p>
        <p class="assign-warning">{t('export-masked')}</p>
        <div class="dialog-acts">
          <button type="button" class="button" onClick={closed}>
            {t('cancel')}
          </button>
          <a class="button filled" href={`/api/v1/customers/${customer.id}/export`} download onClick={closed}>
            <Icon of={Download} size={16} />
            {t('export-download')}
          </a>
        </div>
      </div>
    </Dialog>
  );
}
