/** The sign-in page: two fields, and the way on to where one wanted to go. */
import './styles/signin.css';
import { render } from 'preact';
import { island } from './island';
import { isLocale, LOCALES, locale, t } from './l10n';
import { startSettings } from './settings';
import { SignInForm } from './views/SignInForm';

const page = island<{ locale: string; next: string }>();

function SignIn() {
  document.title = t('sign-in-title');
  return (
    <main class="sign-in-page">
      <div class="sign-in-card">
        <p class="brand">
          <Mark />
          Parley
        </p>
        <h1>{t('sign-in')}</h1>
        <SignInForm signedIn={() => location.assign(ours(page.next))} />
      </div>
      <nav aria-label={t('language')} class="languages">
        {Object.entries(LOCALES).map(([code, name]) => (
          <button
            key={code}
            type="button"
            class="link"
            lang={code}
            aria-pressed={locale.value === code}
            onClick={() => {
              if (isLocale(code)) locale.value = code;
            }}
          >
            {name}
          </button>
        ))}
      </nav>
    </main>
  );
}

/** The mark is a stretch of the timeline: a line with one station. */
function Mark() {
  return (
    <svg class="mark" width="30" height="16" aria-hidden="true">
      <path d="M2 8h26" />
      <circle cx="15" cy="8" r="5.5" />
    </svg>
  );
}

/** Only ever a path of ours: a link to the sign-in page must not lead anywhere else. */
function ours(path: string): string {
  return /^\/workspace(\/[\w/-]*)?$/.test(path) ? path : '/workspace';
}

startSettings(page.locale);
render(<SignIn />, document.getElementById('root') as HTMLElement);
