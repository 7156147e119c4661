/** What a template left open, said before anything is sent. */
import { t } from '../l10n';

export function Unfilled({ names }: { names: readonly string[] }) {
  if (names.length === 0) return null;
  return (
    <p class="composer-warning" role="status">
      {t('template-missing', { names: names.map((name) => `{${name}}`).join(', ') })}
    </p>
  );
}
