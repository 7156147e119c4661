/** What an agent chose for this browser: theme, language, sounds, shortcuts. Kept in localStorage, followed live. */
import { effect, signal } from '@preact/signals';
import { isLocale, locale } from './l10n';

export type Theme = 'auto' | 'light' | 'dark';

const KEY = 'parley.settings';

interface Kept {
  theme: Theme;
  sounds: boolean;
  shortcuts: boolean;
  locale: string | null;
}

const kept: Kept = { theme: 'auto', sounds: true, shortcuts: true, locale: null, ...read() };

export const theme = signal<Theme>(kept.theme);
export const sounds = signal(kept.sounds);
export const shortcuts = signal(kept.shortcuts);

/** Takes the page's language unless the agent chose one in this browser, and keeps every later choice. */
export function startSettings(pageLocale: string): void {
  const chosen = kept.locale ?? pageLocale;
  if (isLocale(chosen)) locale.value = chosen;
  effect(() => {
    const root = document.documentElement;
    root.lang = locale.value;
    root.dataset.theme = theme.value;
    // The server renders data-theme from this cookie, so a chosen theme never flashes the other one.
    // biome-ignore lint/suspicious/noDocumentCookie: plain http and older browsers have no Cookie Store
    document.cookie = `parley_theme=${theme.value}; Path=/; Max-Age=31536000; SameSite=Lax`;
    const own = locale.value === pageLocale ? kept.locale : locale.value;
    const now: Kept = { theme: theme.value, sounds: sounds.value, shortcuts: shortcuts.value, locale: own };
    localStorage.setItem(KEY, JSON.stringify(now));
  });
}

function read(): Partial<Kept> {
  try {
    return JSON.parse(localStorage.getItem(KEY) ?? '{}') as Partial<Kept>;
  } catch {
    return {};
  }
}
