/** What a widget says of recording before a call, in each language; without words of its own, Parley's are shown. */
import { LOCALES, t } from '../l10n';

/** A widget's own words by language and name; the notice is one of them. */
export type Texts = Record<string, Record<string, string>>;

const NAME = 'call-notice';
const LONGEST = 500;

export function NoticeField({ value, set }: { value: Texts; set: (value: Texts) => void }) {
  return (
    <fieldset class="many">
      <legend class="field-name">{t('field-notice')}</legend>
      <span class="quiet">{t('hint-notice')}</span>
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
            value={value[locale]?.[NAME] ?? ''}
            onInput={(event) => set(changed(value, locale, event.currentTarget.value))}
          />
        </label>
      ))}
    </fieldset>
  );
}

/** Other words of the widget stay; a language without any is not there. */
function changed(value: Texts, locale: string, words: string): Texts {
  const { [locale]: before = {}, ...others } = value;
  const { [NAME]: _, ...rest } = before;
  const now = words ? { ...rest, [NAME]: words } : rest;
  return Object.keys(now).length ? { ...others, [locale]: now } : others;
}
