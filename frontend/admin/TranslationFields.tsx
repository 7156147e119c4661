/** A template's words in other languages; what one leaves empty is taken from the template itself. */
import { ChevronDown } from 'lucide';
import { LOCALES, t } from '../l10n';
import { Icon } from '../views/Icon';

const PARTS = ['subject', 'text', 'footer'] as const;

export type Translations = Record<string, Record<(typeof PARTS)[number], string>>;

interface Props {
  value: Translations;
  set: (value: Translations) => void;
}

export function TranslationFields({ value, set }: Props) {
  return (
    <>
      <p class="quiet">{t('translations-text')}</p>
      {Object.entries(LOCALES).map(([locale, language]) => (
        <details key={locale} class="translation">
          <summary>
            <span lang={locale}>{language}</span>
            {filled(value[locale]) && <span class="tag">{t('translated')}</span>}
            <Icon of={ChevronDown} size={16} />
          </summary>
          {PARTS.map((part) => (
            <label key={part} class="field">
              <span class="field-name">{t(`field-${part}`)}</span>
              <textarea
                class="input"
                rows={part === 'text' ? 4 : 1}
                lang={locale}
                value={value[locale]?.[part] ?? ''}
                onInput={(event) => set(changed(value, locale, part, event.currentTarget.value))}
              />
            </label>
          ))}
        </details>
      ))}
    </>
  );
}

function filled(words: Translations[string] | undefined): boolean {
  return words !== undefined && PARTS.some((part) => words[part]);
}

/** A language without any words is not there. */
function changed(value: Translations, locale: string, part: (typeof PARTS)[number], words: string): Translations {
  const { [locale]: before, ...others } = value;
  const now = { ...{ subject: '', text: '', footer: '' }, ...before, [part]: words };
  return filled(now) ? { ...others, [locale]: now } : others;
}
