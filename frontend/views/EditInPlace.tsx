/** A value that becomes a field when it is pressed: Enter saves, Escape takes back, leaving it saves. */
import { Pencil } from 'lucide';
import { useState } from 'preact/hooks';
import { t } from '../l10n';
import { Icon } from './Icon';

interface Props {
  label: string;
  value: string;
  empty: string;
  multiline?: boolean;
  /** Null when the agent may not change it. */
  save: ((value: string) => Promise<boolean>) | null;
}

export function EditInPlace({ label, value, empty, multiline = false, save }: Props) {
  const [draft, setDraft] = useState<string | null>(null);
  if (!save) return <span class={multiline ? 'multiline' : ''}>{value || empty}</span>;
  if (draft === null) {
    return (
      <button
        type="button"
        class={`in-place${multiline ? ' multiline' : ''}${value ? '' : ' empty'}`}
        aria-label={t('edit-value', { label, value: value || empty })}
        onClick={() => setDraft(value)}
      >
        <span dir="auto">{value || empty}</span>
        <Icon of={Pencil} size={14} />
      </button>
    );
  }

  async function done() {
    if (draft === null) return;
    const words = draft.trim();
    if (words !== value && save && !(await save(words))) return;
    setDraft(null);
  }
  const props = {
    class: 'input',
    dir: 'auto' as const,
    'aria-label': label,
    value: draft,
    autofocus: true,
    ref: (element: HTMLInputElement | HTMLTextAreaElement | null) => {
      if (element && document.activeElement !== element) element.focus();
    },
    onInput: (event: Event) => setDraft((event.currentTarget as HTMLInputElement).value),
    onBlur: () => void done(),
    onKeyDown: (event: KeyboardEvent) => {
      if (event.key === 'Escape') setDraft(null);
      else if (event.key === 'Enter' && !event.isComposing && !(multiline && event.shiftKey)) void done();
      else return;
      event.preventDefault();
      event.stopPropagation();
    },
  };
  return multiline ? <textarea rows={4} {...props} /> : <input {...props} />;
}
