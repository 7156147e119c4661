/** A modal dialog on the native element: focus stays inside, Escape closes, the focus returns to where it was. */

import { X } from 'lucide';
import type { ComponentChildren } from 'preact';
import { useEffect, useId, useRef } from 'preact/hooks';
import { t } from '../l10n';
import { Icon } from './Icon';

interface Props {
  title: string;
  /** Null for a dialog that only its own buttons may close. */
  closed: (() => void) | null;
  dialogClass?: string;
  /** Hides the title for the eye; screen readers still have it. */
  quiet?: boolean;
  children: ComponentChildren;
}

export function Dialog({ title, closed, dialogClass = '', quiet = false, children }: Props) {
  const element = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  useEffect(() => {
    const dialog = element.current;
    const before = document.activeElement;
    dialog?.showModal();
    return () => {
      dialog?.close();
      // The element is gone by now, and with it the browser's own memory of where the focus was.
      if (document.activeElement === document.body && before instanceof HTMLElement) before.focus();
    };
  }, []);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape closes it through the cancel event
    <dialog
      ref={element}
      class={`dialog ${dialogClass}`}
      aria-labelledby={titleId}
      onCancel={(event) => {
        event.preventDefault();
        closed?.();
      }}
      onClick={(event) => event.target === element.current && closed?.()}
    >
      <div class="dialog-body">
        <header class={quiet ? 'unseen' : 'dialog-head'}>
          <h2 id={titleId}>{title}</h2>
          {closed && !quiet && (
            <button type="button" class="icon-button" aria-label={t('close-dialog')} onClick={closed}>
              <Icon of={X} />
            </button>
          )}
        </header>
        {children}
      </div>
    </dialog>
  );
}
