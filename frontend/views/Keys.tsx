/** The keys of a shortcut as caps: "g i" is two of them, "mod" is Ctrl or the Mac's command key. */
import { t } from '../l10n';

const MAC = /Mac|iPhone|iPad/.test(navigator.userAgent);

export function Keys({ of }: { of: string }) {
  return (
    <span class="keys">
      {of.split(/[ +]/).map((key) => (
        <kbd key={key}>
          {key === 'mod' ? (MAC ? '⌘' : 'Ctrl') : key === 'enter' ? t('key-enter') : key.toUpperCase()}
        </kbd>
      ))}
    </span>
  );
}
