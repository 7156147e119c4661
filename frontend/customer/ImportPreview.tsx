/** The first rows as they would be stored. */
import { t } from '../l10n';
import type { Customer } from '../wire';
import type { ImportedRow } from './importing';

const SHOWN = 8;

export function ImportPreview({ rows }: { rows: readonly ImportedRow[] }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls sideways must be reachable by keyboard
    <section class="import-preview" tabIndex={0} aria-label={t('import-preview')}>
      <table>
        <thead>
          <tr>
            <th scope="col">{t('import-row')}</th>
            <th scope="col">{t('import-outcome')}</th>
            <th scope="col">{t('customer-name')}</th>
            <th scope="col">{t('import-addresses')}</th>
            <th scope="col">{t('import-more')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.slice(0, SHOWN).map((row) => (
            <tr key={row.row}>
              <td>{row.row}</td>
              <td>
                <span class="import-mark" data-outcome={row.outcome}>
                  {t(`outcome-${row.outcome}`)}
                </span>
              </td>
              {row.customer ? <Stored customer={row.customer} /> : <td colSpan={3}>{row.reason}</td>}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Stored({ customer }: { customer: Customer }) {
  const addresses = customer.addresses.filter(({ kind }) => kind !== 'visitor').map(({ value }) => value);
  const more = [...customer.tags, ...Object.values(customer.fields).flat().map(String), customer.note];
  return (
    <>
      <td>{customer.name}</td>
      <td>{addresses.join(', ')}</td>
      <td>{more.filter(Boolean).join(', ')}</td>
    </>
  );
}
