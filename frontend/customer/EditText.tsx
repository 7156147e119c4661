/**
 * A value of a kind that is typed, in the place where it is shown: Enter or leaving saves, Escape takes back. What is wrong
 * with it, and what a colleague has set it to meanwhile, is said below the field, which stays open with what was typed.
 */
import { Pencil } from 'lucide';
import type { InputHTMLAttributes } from 'preact';
import { useId, useRef, useState } from 'preact/hooks';
import { t } from '../l10n';
import type { Edited } from '../state/customers';
import { Icon } from '../views/Icon';
import { read, shownAs, type TextKind, typedAs } from './kinds';

interface Props {
  label: string;
  kind?: TextKind;
  value: unknown;
  empty: string;
  required?: boolean;
  /** Null when the agent may not change it; `from` is the value that the agent saw. */
  save: ((value: unknown, from: unknown) => Promise<Edited>) | null;
}

export function EditText({ label, kind = 'text', value, empty, required = false, save }: Props) {
  const [from, setFrom] = useState<unknown>(undefined);
  const shown = shownAs(kind, value);
  const long = kind === 'longtext';
  if (!save) return <span class={long ? 'multiline' : ''}>{shown || <span class="quiet">{empty}</span>}</span>;
  if (from === undefined) {
    return (
      <button
        type="button"
        class={`in-place${long ? ' multiline' : ''}${shown ? '' : ' empty'}`}
        aria-label={t('edit-value', { label, value: shown || empty })}
        onClick={() => setFrom(value ?? '')}
      >
        <span dir="auto">{shown || empty}</span>
        <Icon of={Pencil} size={14} />
      </button>
    );
  }
  const props = { label, kind, required, from, setFrom, save };
  return <Editor {...props} close={() => setFrom(undefined)} />;
}

interface EditorProps extends Required<Pick<Props, 'label' | 'kind' | 'required'>> {
  from: unknown;
  setFrom: (value: unknown) => void;
  save: (value: unknown, from: unknown) => Promise<Edited>;
  close: () => void;
}

function Editor({ label, kind, required, from, setFrom, save, close }: EditorProps) {
  const problemId = useId();
  const first = useRef(typedAs(from)).current;
  const [draft, setDraft] = useState(first);
  const [problem, setProblem] = useState('');
  // A field that goes away loses the focus, which is no second wish to save.
  const busy = useRef(false);

  function leave() {
    busy.current = true;
    close();
  }
  async function done() {
    if (busy.current) return;
    if (draft === first && !problem) return leave();
    const found = read(kind, draft, required);
    if ('problem' in found) return setProblem(t(found.problem));
    busy.current = true;
    const stored = await save(found.value, from);
    if (stored.ok) return leave();
    busy.current = false;
    const theirs = 'theirs' in stored ? shownAs(kind, stored.theirs) || t('no-value') : '';
    // Whoever saves once more has seen what it replaces.
    if ('theirs' in stored) setFrom(stored.theirs);
    setProblem(theirs ? t('changed-meanwhile-to', { theirs }) : stored.why);
  }

  const props = {
    class: 'input',
    dir: 'auto' as const,
    'aria-label': label,
    'aria-invalid': problem !== '',
    'aria-describedby': problem ? problemId : undefined,
    value: draft,
    ref: focusFirst,
    onInput: (event: Event) => setDraft((event.currentTarget as HTMLInputElement).value),
    onBlur: () => void done(),
    onKeyDown: (event: KeyboardEvent) => {
      if (event.key === 'Escape') leave();
      else if (event.key === 'Enter' && !event.isComposing && !(kind === 'longtext' && event.shiftKey)) void done();
      else return;
      event.preventDefault();
      event.stopPropagation();
    },
  };
  return (
    <span class="editing">
      {kind === 'longtext' ? (
        <textarea rows={4} {...props} />
      ) : (
        <input {...({ ...props, ...INPUTS[kind] } as Attributes)} />
      )}
      <span id={problemId} class="editing-problem" role="alert">
        {problem}
      </span>
    </span>
  );
}

type Attributes = InputHTMLAttributes<HTMLInputElement>;

const INPUTS: Record<Exclude<TextKind, 'longtext'>, Attributes> = {
  text: { type: 'text' },
  number: { type: 'text', inputMode: 'decimal' },
  date: { type: 'date' },
  url: { type: 'url', placeholder: 'https://' },
  phone: { type: 'tel', placeholder: '+48' },
  email: { type: 'email' },
};

function focusFirst(element: HTMLInputElement | HTMLTextAreaElement | null): void {
  if (!element || element.dataset.focused) return;
  element.dataset.focused = 'yes';
  element.focus();
}
