/** One more email or phone of a customer, typed where they are listed: Enter or leaving saves, Escape takes back. */
import { Plus } from 'lucide';
import { useId, useRef, useState } from 'preact/hooks';
import { t } from '../l10n';
import { addAddress, kindOf } from '../state/addresses';
import { Icon } from '../views/Icon';
import { read } from './kinds';

/** The way in; whoever has added or removed one is brought back to it. */
export const ADD = 'add-address';

export function AddAddress({ customer }: { customer: string }) {
  const [open, setOpen] = useState(false);
  const back = useRef(false);
  if (open) {
    const close = (byKey: boolean) => {
      back.current = byKey;
      setOpen(false);
    };
    return <Entry customer={customer} close={close} />;
  }
  const focus = (button: HTMLButtonElement | null) => {
    if (back.current) button?.focus();
    back.current = false;
  };
  return (
    <button type="button" class={`link ${ADD}`} ref={focus} onClick={() => setOpen(true)}>
      <Icon of={Plus} size={14} />
      {t('add-address')}
    </button>
  );
}

function Entry({ customer, close }: { customer: string; close: (byKey: boolean) => void }) {
  const problemId = useId();
  const [typed, setTyped] = useState('');
  const [problem, setProblem] = useState('');
  // A field that goes away loses the focus, which is no second wish to save.
  const busy = useRef(false);

  function leave(byKey: boolean) {
    busy.current = true;
    close(byKey);
  }
  async function done(byKey: boolean) {
    if (busy.current) return;
    if (!typed.trim()) return leave(byKey);
    const kind = kindOf(typed);
    const found = read(kind, typed);
    if ('problem' in found) return setProblem(t(/^\s*\+|@/.test(typed) ? found.problem : 'value-address'));
    busy.current = true;
    const stored = await addAddress(customer, { kind, value: String(found.value) });
    if (stored.ok) return leave(byKey);
    busy.current = false;
    setProblem(stored.why);
  }
  function pressed(event: KeyboardEvent) {
    if (event.key === 'Escape') leave(true);
    else if (event.key === 'Enter' && !event.isComposing) void done(true);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }
  return (
    <span class="editing">
      <input
        type="text"
        class="input"
        dir="ltr"
        autocomplete="off"
        spellcheck={false}
        maxLength={254}
        placeholder="vera@mail.example, +48 601 234 567"
        aria-label={t('add-address')}
        aria-invalid={problem !== ''}
        aria-describedby={problem ? problemId : undefined}
        value={typed}
        ref={(field) => {
          if (field && !field.dataset.focused) {
            field.dataset.focused = 'yes';
            field.focus();
          }
        }}
        onInput={(event) => setTyped(event.currentTarget.value)}
        onBlur={() => void done(false)}
        onKeyDown={pressed}
      />
      <span id={problemId} class="editing-problem" role="alert">
        {problem}
      </span>
    </span>
  );
}
