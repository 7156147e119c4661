/** Says that the line is down, once it has been for three seconds: shorter breaks are nobody's business. */
import { t } from '../l10n';
import { line } from '../socket';
import { seconds } from '../state/clock';

const QUIET_MS = 3_000;

export function LineBar() {
  const { up, downSince } = line.value;
  if (up || seconds.value - downSince < QUIET_MS) return null;
  return (
    <p class="line-bar" role="status">
      {t('reconnecting')}
    </p>
  );
}
