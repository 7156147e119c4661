/** A masked value: dots, and for whoever may a button that shows it for a while. Each time is written down. */
import { Eye, EyeOff } from 'lucide';
import { useEffect, useState } from 'preact/hooks';
import { post } from '../api';
import type { Revealed } from '../generated/wire';
import { listOf, t } from '../l10n';
import { attempt } from '../state/acts';
import { may } from '../state/centre';
import { Icon } from '../views/Icon';

const SHOWN_MS = 30_000;

interface Props {
  customer: string;
  /** What the value is of, for the button's label. */
  label: string;
  /** The field's key, or the address's id. */
  of: { field: string } | { address: string };
}

export function Reveal({ customer, label, of }: Props) {
  const [value, setValue] = useState<string | null>(null);
  useEffect(() => {
    if (value === null) return;
    const timer = setTimeout(() => setValue(null), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [value]);
  if (!may('customers.unmask')) {
    return (
      <span class="masked" title={t('masked')}>
        <Icon of={EyeOff} size={14} />
        <span class="unseen">{t('masked')}</span>
      </span>
    );
  }
  const show = () =>
    attempt(t('reveal', { label }), async () => {
      const shown = (await post<Revealed>(`/customers/${customer}/reveal`, of)).value;
      setValue(Array.isArray(shown) ? listOf(shown) : String(shown));
    });
  const words = t(value === null ? 'reveal' : 'reveal-hide', { label });
  return (
    <span class="reveal">
      <span role="status">{value !== null && <span dir="auto">{value}</span>}</span>
      <button
        type="button"
        class="icon-button small"
        aria-label={words}
        title={words}
        onClick={() => (value === null ? void show() : setValue(null))}
      >
        <Icon of={value === null ? Eye : EyeOff} size={14} />
      </button>
    </span>
  );
}
