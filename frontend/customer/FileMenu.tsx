/** Customers from files and to files: a wizard for the one, a download for the other. */
import { Download, FileSpreadsheet, Upload } from 'lucide';
import { useState } from 'preact/hooks';
import { locale, t } from '../l10n';
import { may } from '../state/centre';
import { Icon } from '../views/Icon';
import { MenuItem } from '../views/MenuItem';
import { Popover } from '../views/Popover';
import { ImportDialog } from './ImportDialog';

interface Props {
  /** What the list shows now, and so what is exported. */
  query: string;
  filters: Record<string, string>;
  changed: () => void;
}

export function FileMenu({ query, filters, changed }: Props) {
  const [importing, setImporting] = useState(false);
  if (!may('customers.import') && !may('customers.export')) return null;
  return (
    <>
      <Popover
        label={t('import-export')}
        buttonClass="icon-button"
        panelClass="menu"
        button={<Icon of={FileSpreadsheet} />}
      >
        {(close) => (
          <>
            {may('customers.import') && (
              <MenuItem icon={Upload} label={t('import-begin')} close={close} act={() => setImporting(true)} opens />
            )}
            {may('customers.export') &&
              (['csv', 'xlsx'] as const).map((format) => (
                <a
                  key={format}
                  class="menu-item"
                  href={exportPath(format, query, filters)}
                  download
                  onClick={() => close()}
                >
                  <Icon of={Download} size={16} />
                  {t('export-as', { format: format.toUpperCase() })}
                </a>
              ))}
          </>
        )}
      </Popover>
      {importing && (
        <ImportDialog
          closed={() => {
            setImporting(false);
            changed();
          }}
        />
      )}
    </>
  );
}

/** Where the list as it is narrowed now comes as a file, with the delimiter that spreadsheets of the language expect. */
function exportPath(format: string, query: string, filters: Record<string, string>): string {
  const delimiter = locale.value === 'en' ? 'comma' : 'semicolon';
  const words = new URLSearchParams({ ...filters, ...(query.trim() ? { q: query.trim() } : {}), format });
  if (format === 'csv') words.set('delimiter', delimiter);
  return `/api/v1/customers/export?${words}`;
}
