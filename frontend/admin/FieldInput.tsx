/** One field of a form, drawn by its kind. */
import type { ComponentChildren } from 'preact';
import { t } from '../l10n';
import { rights } from '../state/centre';
import type { FieldKind, File } from '../wire';
import { FilesField } from './FilesField';
import { type FormField, FormFields } from './FormFields';
import { listed } from './records';
import { ServerFields } from './ServerFields';
import { FIXED, type Field, KEPT, type Source } from './sections';
import type { Server } from './servers';
import { TranslationFields, type Translations } from './TranslationFields';
import { type Texts, WordsField } from './WordsField';

const FIELD_KINDS: FieldKind[] = ['text', 'number', 'date', 'choice', 'multi-choice', 'url', 'phone', 'email'];
const MATCHES = ['any', 'external', 'email', 'phone'];

interface Props {
  field: Field;
  /** Whether the document is not made yet. */
  creating: boolean;
  value: unknown;
  set: (value: unknown) => void;
}

export function FieldInput({ field, creating, value, set }: Props) {
  const name = field.name.replace('.', '-');
  const label = t(`field-${field.label ?? name}`);
  const about = field.hint === 'new' && creating ? `new-${name}` : name;
  const hint = field.hint && <span class="quiet">{t(`hint-${about}`)}</span>;
  if (field.kind === 'switch') {
    return (
      <label class="switch">
        <span class="grow">
          {label}
          {hint}
        </span>
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
  if (field.kind === 'words')
    return <WordsField of={field.of} label={field.label ?? name} value={value as Texts} set={set} />;
  if (field.kind === 'files') return <FilesField value={value as File[]} set={set} />;
  if (field.kind === 'translations') return <TranslationFields value={value as Translations} set={set} />;
  if (field.kind === 'server') return <ServerFields field={field} value={value as Server | null} set={set} />;
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the control is the One inside
    <label class="field">
      <span class="field-name">{label}</span>
      {hint}
      <One field={field} value={value} set={set} fixed={Boolean(field.fixed) && !creating} />
    </label>
  );
}

function One({ field, value, set, fixed }: Omit<Props, 'creating'> & { fixed: boolean }) {
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
        <select
          class="input"
          value={text}
          disabled={fixed}
          onChange={(event) => set(event.currentTarget.value || null)}
        >
          {field.none && <option value="">{t(field.none)}</option>}
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
        <input
          class="input"
          required={required}
          readOnly={fixed}
          value={text}
          onInput={(event) => set(event.currentTarget.value)}
        />
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
  if (from === 'lookup-kinds') return ['card', 'frame'].map((id) => ({ id, name: t(`lookup-kind-${id}`) }));
  if (from === 'matches') return MATCHES.map((id) => ({ id, name: t(`match-${id}`) }));
  if (from === 'overflows') return ['both', 'voicemail', 'callback'].map((id) => ({ id, name: t(`overflow-${id}`) }));
  if (from === 'kept-channels') return Object.keys(KEPT).map((id) => ({ id, name: t(`kept-${id}`) }));
  if (from === 'kept-whats') return ['words', 'files'].map((id) => ({ id, name: t(`kept-what-${id}`) }));
  if (from === 'field-kinds') return FIELD_KINDS.map((id) => ({ id, name: t(`value-kind-${id}`) }));
  if (from === 'rights')
    return [...rights.value].sort().map((id) => ({ id, name: t(`right-${id.replace('.', '-')}`) }));
  if (from === 'locales') return FIXED.locales ?? [];
  return listed(from).items.value ?? [];
}
