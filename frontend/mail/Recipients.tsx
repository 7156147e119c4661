/** One line of recipients as chips: typed or pasted, taken back into the field by Backspace, each with its own Remove. */
import { X } from 'lucide';
import { useEffect, useRef, useState } from 'preact/hooks';
import { t } from '../l10n';
import { added, type Envelope, isAddress, type Line, partyOf, recipientsIn, without } from '../state/envelope';
import { Icon } from '../views/Icon';

interface Props {
  line: Line;
  envelope: Envelope;
  set: (envelope: Envelope) => void;
  autofocus?: boolean;
}

const ENDS = new Set(['Enter', ',', ';']);

export function Recipients({ line, envelope, set, autofocus = false }: Props) {
  const [typed, setTyped] = useState('');
  const field = useRef<HTMLInputElement>(null);
  const label = t(`mail-${line}`);
  useEffect(() => {
    if (autofocus) field.current?.focus();
  }, [autofocus]);

  function take(text: string) {
    setTyped('');
    const more = recipientsIn(text);
    if (more.length > 0) set(added(envelope, line, more));
  }
  function key(event: KeyboardEvent) {
    if (event.isComposing) return;
    const last = envelope[line].at(-1);
    if (ENDS.has(event.key) && typed.trim()) take(typed);
    else if (event.key === 'Backspace' && !typed && last) {
      setTyped(last);
      set(without(envelope, line, last));
    } else if (!ENDS.has(event.key) || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions lint/a11y/useKeyWithClickEvents: a press beside the chips means the field
    <div class="recipients" onClick={(event) => event.target === event.currentTarget && field.current?.focus()}>
      <span class="recipients-name" aria-hidden="true">
        {label}
      </span>
      <ul aria-label={label}>
        {envelope[line].map((each) => (
          <li key={each} class="recipient" data-wrong={isAddress(each) ? undefined : true}>
            <Recipient text={each} />
            <button
              type="button"
              class="icon-button small"
              aria-label={t('mail-remove', { recipient: each })}
              onClick={() => {
                set(without(envelope, line, each));
                field.current?.focus();
              }}
            >
              <Icon of={X} size={14} />
            </button>
          </li>
        ))}
      </ul>
      <input
        ref={field}
        aria-label={t('mail-add', { line: label })}
        inputMode="email"
        autocomplete="off"
        value={typed}
        onInput={(event) => setTyped(event.currentTarget.value)}
        onKeyDown={key}
        onBlur={() => take(typed)}
        onPaste={(event) => {
          const pasted = event.clipboardData?.getData('text') ?? '';
          if (typed || !/[,;\n]/.test(pasted)) return;
          event.preventDefault();
          take(pasted);
        }}
      />
    </div>
  );
}

function Recipient({ text }: { text: string }) {
  const { name, address } = partyOf(text);
  return (
    <span class="recipient-who" title={text}>
      {name && <b dir="auto">{name} </b>}
      {address}
    </span>
  );
}
