/** One act of a menu: the menu closes, then it is done. */
import type { IconNode } from 'lucide';
import { Icon } from './Icon';

interface Props {
  icon?: IconNode;
  label: string;
  /** Closes the menu. */
  close: () => void;
  act: () => void;
  /** Whether a dialog opens by it. */
  opens?: boolean;
  disabled?: boolean;
}

export function MenuItem({ icon, label, close, act, opens, disabled }: Props) {
  return (
    <button
      type="button"
      class="menu-item"
      aria-haspopup={opens ? 'dialog' : undefined}
      disabled={disabled}
      onClick={() => {
        close();
        act();
      }}
    >
      {icon && <Icon of={icon} size={16} />}
      {label}
    </button>
  );
}
