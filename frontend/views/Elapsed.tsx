/** A running wait, ticking by itself so that only these few characters are drawn again each second. */
import { span } from '../l10n';
import { seconds } from '../state/clock';

export function Elapsed({ since }: { since: string }) {
  return <>{span((seconds.value - Date.parse(since)) / 1000)}</>;
}
