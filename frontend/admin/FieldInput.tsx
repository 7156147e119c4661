/** One field of a form, drawn by its kind. */
import type { ComponentChildren } from 'preact';
import { t } from '../l10n';
import type { File } from '../wire';
import { FilesField } from './FilesField';
import { type FormField, FormFields } from './FormFields';
import { listed } from './records';
import { ServerFields } from './ServerFields';
import { FIXED, type Field, type Source } from './sections';
import type { Server } from './servers';
import { TranslationFields, type Translations } from './TranslationFields';

interface Props {
  field: Field;
  /** Whether the document is not made yet. */
  creating: boolean;
  value: unknown;
  set: (value: unknown) => void;
}

export function FieldInput({ field, creating, value, set }: Props) {
  const name = field.name.replace('.', '-');
  const label = t(`field-${name}`);
  const about = field.hint === 'new' && creating ? `new-${name}` : name;
  const hint = field.hint && <span class="quiet">{t(`hint-${about}`)}</span>;
  if (field.kind === 'switch') {
    return (
      <label class="switch">
        <span class="grow">{label}</span>
        <input
          type="checkbox"
          role="switch"
          aria-checked={Boolean(value)}
          checked={Boolean(value)}
          onChange={(event) => set(event.currentTarget.checked)}
        />
      </label>
    );
  }
  if (field.kind === 'many')
    return <Many label={label} hint={hint} from={field.from} value={value as string[]} set={set} />;
  if (field.kind === 'form') return <FormFields value={value as FormField[]} set={set} />;
  if (field.kind === 'files') return <FilesField value={value as File[]} set={set} />;
  if (field.kind === 'translations') return <TranslationFields value={value as Translations} set={set} />;
  if (field.kind === 'server') return <ServerFields field={field} value={value as Server | null} set={set} />;
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the control is the One inside
    <label class="field">
      <span class="field-name">{label}</span>
      {hint}
      <One field={field} value={value} set={set} />
    </label>
  );
}

function One({ field, value, set }: Omit<Props, 'creating'>) {
  const text = String(value ?? '');
  const required = field.required ?? false;
  switch (field.kind) {
    case 'longtext':
      return (
        <textarea
          class="input"
          rows={4}
          required={required}
          value={text}
          onInput={(event) => set(event.currentTarget.value)}
        />
      );
    case 'lines':
      return (
        <textarea
          class="input"
          rows={3}
          required={required}
          value={((value as string[] | undefined) ?? []).join('\n')}
          onInput={(event) => set(event.currentTarget.value.split('\n'))}
          onBlur={(event) =>
            set(
              event.currentTarget.value
                .split('\n')
                .map((line) => line.trim())
                .filter(Boolean),
            )
          }
        />
      );
    case 'number':
      return (
        <span class="measure">
          <input
            class="input"
            type="number"
            min={field.least}
            max={field.most}
            required
            value={text}
            onInput={(event) => set(event.currentTarget.valueAsNumber)}
          />
          {field.unit && <span class="quiet">{t(`unit-${field.unit}`)}</span>}
        </span>
      );
    case 'one':
      return (
        <select class="input" value={text} onChange={(event) => set(event.currentTarget.value || null)}>
          {field.none && <option value="">{t('every-queue')}</option>}
          {choices(field.from).map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </select>
      );
    case 'password':
      return (
        <input
          class="input"
          type="password"
          autocomplete="new-password"
          minLength={10}
          value={text}
          onInput={(event) => set(event.currentTarget.value || undefined)}
        />
      );
    case 'colour':
      return (
        <input
          class="colour"
          type="color"
          value={text}
          onInput={(event) => set(event.currentTarget.value.toUpperCase())}
        />
      );
    case 'email':
      return (
        <input
          class="input"
          type="email"
          required={required}
          value={text}
          onInput={(event) => set(event.currentTarget.value)}
        />
      );
    case 'url':
      return <input class="input" type="url" value={text} onInput={(event) => set(event.currentTarget.value)} />;
    default:
      return (
        <input class="input" required={required} value={text} onInput={(event) => set(event.currentTarget.value)} />
      );
  }
}

interface ManyProps {
  label: string;
  hint: ComponentChildren;
  from: Source;
  value: string[];
  set: (value: string[]) => void;
}

function Many({ label, hint, from, value, set }: ManyProps) {
  return (
    <fieldset class="many">
      <legend class="field-name">{label}</legend>
      {hint}
      {choices(from).map(({ id, name }) => (
        <label key={id} class="check">
          <input
            type="checkbox"
            checked={value.includes(id)}
            onChange={(event) =>
              set(event.currentTarget.checked ? [...value, id] : value.filter((each) => each !== id))
            }
          />
          {name}
        </label>
      ))}
      {choices(from).length === 0 && <span class="quiet">{t('list-empty')}</span>}
    </fieldset>
  );
}

function choices(from: Source): readonly { id: string; name: string }[] {
  if (from === 'sides') return ['right', 'left'].map((id) => ({ id, name: t(`side-${id}`) }));
  if (from === 'kinds') return ['chat', 'call', 'both'].map((id) => ({ id, name: t(`kind-${id}`) }));
  if (from === 'locales') return FIXED.locales ?? [];
  return listed(from).items.value ?? [];
}
