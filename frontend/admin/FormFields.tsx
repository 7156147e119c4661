/** The fields of a widget's pre-chat form: what each asks for, whether it must be filled. */
import { Plus, X } from 'lucide';
import { t } from '../l10n';
import { Icon } from '../views/Icon';

export interface FormField {
  name: string;
  kind: 'text' | 'email' | 'phone' | 'textarea' | 'choice';
  label: string;
  required: boolean;
  choices?: string[];
}

const KINDS = ['text', 'email', 'phone', 'textarea'] as const;

export function FormFields({ value, set }: { value: FormField[]; set: (value: FormField[]) => void }) {
  const change = (index: number, fields: Partial<FormField>) =>
    set(value.map((each, at) => (at === index ? { ...each, ...fields } : each)));
  return (
    <>
      {value.length === 0 && <p class="quiet">{t('form-none')}</p>}
      {value.map((field, index) => (
        <div key={field.name} class="form-row">
          <input
            class="input"
            aria-label={t('form-label')}
            placeholder={t('form-label')}
            required
            value={field.label}
            onInput={(event) => change(index, { label: event.currentTarget.value })}
          />
          <select
            class="input"
            aria-label={t('form-kind')}
            value={field.kind}
            onChange={(event) => change(index, { kind: event.currentTarget.value as FormField['kind'] })}
          >
            {[...KINDS, ...(field.kind === 'choice' ? (['choice'] as const) : [])].map((kind) => (
              <option key={kind} value={kind}>
                {t(`form-${kind}`)}
              </option>
            ))}
          </select>
          <label class="check">
            <input
              type="checkbox"
              checked={field.required}
              onChange={(event) => change(index, { required: event.currentTarget.checked })}
            />
            {t('form-required')}
          </label>
          <button
            type="button"
            class="icon-button"
            aria-label={t('form-remove', { label: field.label })}
            onClick={() => set(value.filter((_, at) => at !== index))}
          >
            <Icon of={X} size={16} />
          </button>
        </div>
      ))}
      <button
        type="button"
        class="link form-add"
        onClick={() => set([...value, { name: freshName(value), kind: 'text', label: '', required: false }])}
      >
        <Icon of={Plus} size={16} />
        {t('form-add')}
      </button>
    </>
  );
}

/** A field's name on the wire is made once and never shown. */
function freshName(fields: FormField[]): string {
  const taken = new Set(fields.map((each) => each.name));
  let number = fields.length + 1;
  while (taken.has(`field_${number}`)) number += 1;
  return `field_${number}`;
}
