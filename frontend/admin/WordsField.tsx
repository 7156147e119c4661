/** Words of a widget's own in each language: its greeting, what it says of recording; without them, Parley's are shown. */
import { LOCALES, t } from '../l10n';

/** A widget's own words by language and name. */
export type Texts = Record<string, Record<string, string>>;

const LONGEST = 500;

interface Props {
  /** The name of the words; `label` is that of the messages about them. */
  of: string;
  label: string;
  value: Texts;
  set: (value: Texts) => void;
}

export function WordsField({ of, label, value, set }: Props) {
  return (
    <fieldset class="many">
      <legend class="field-name">{t(`field-${label}`)}</legend>
      <span class="quiet">{t(`hint-${label}`)}</span>
      {Object.entries(LOCALES).map(([locale, language]) => (
        <label key={locale} class="field">
          <span class="field-name" lang={locale}>
            {language}
          </span>
          <textarea
            class="input"
            rows={2}
            lang={locale}
            maxLength={LONGEST}
            value={value[locale]?.[of] ?? ''}
            onInput={(event) => set(changed(value, locale, of, event.currentTarget.value))}
          />
        </label>
      ))}
    </fieldset>
  );
}

/** Other words of the widget stay; a language without any is not there. */
function changed(value: Texts, locale: string, name: string, words: string): Texts {
  const { [locale]: before = {}, ...others } = value;
  const { [name]: _, ...rest } = before;
  const now = words ? { ...rest, [name]: words } : rest;
  return Object.keys(now).length ? { ...others, [locale]: now } : others;
}
