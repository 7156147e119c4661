/** What stands where there is nothing yet, or where loading failed: one icon, one sentence, at most one way on. */
import type { IconNode } from 'lucide';
import { t } from '../l10n';
import { Icon } from './Icon';

interface Props {
  icon: IconNode;
  title: string;
  text?: string;
  retry?: () => void;
}

export function Blank({ icon, title, text, retry }: Props) {
  return (
    <div class="blank">
      <Icon of={icon} size={28} />
      <p class="blank-title">{title}</p>
      {text && <p class="blank-text">{text}</p>}
      {retry && (
        <button type="button" class="button" onClick={retry}>
          {t('retry')}
        </button>
      )}
    </div>
  );
}
