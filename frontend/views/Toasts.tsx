/** The short notices at the foot of the page. */
import { X } from 'lucide';
import { t } from '../l10n';
import { dismiss, toasts } from '../state/toasts';
import { Icon } from './Icon';

export function Toasts() {
  return (
    <section aria-label={t('notices')}>
      <ul class="toasts">
        {toasts.value.map(({ id, text, kind, act }) => (
          <li key={id} class="toast" data-kind={kind}>
            <span class="grow" role={kind === 'failed' ? 'alert' : 'status'}>
              {text}
            </span>
            {act && (
              <button
                type="button"
                class="toast-act"
                onClick={() => {
                  dismiss(id);
                  act.run();
                }}
              >
                {act.label}
              </button>
            )}
            <button type="button" class="icon-button small" aria-label={t('dismiss')} onClick={() => dismiss(id)}>
              <Icon of={X} size={16} />
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
