/**
 * What a mail says: its newest words first, the rest one press away; its HTML in a frame that can run nothing and
 * knows nothing of this page; its attachments, its headers and the original as it came.
 */
import { useState } from 'preact/hooks';
import { t } from '../l10n';
import { Files } from '../views/Files';
import { Linked } from '../views/Linked';
import type { Email, Event } from '../wire';
import { HeadersDialog } from './HeadersDialog';

export function MailBody({ event, mail }: { event: Event; mail: Email }) {
  const words = event.text ?? '';
  const [formatted, setFormatted] = useState(!words && mail.html_url !== null);
  const [images, setImages] = useState(false);
  const [headers, setHeaders] = useState(false);
  // What the HTML shows itself is no attachment while it is shown.
  const files = formatted ? (event.files ?? []) : mail.attachments;
  return (
    <>
      {mail.unparsed && <p class="mail-trouble">{t('mail-unparsed', { why: mail.unparsed })}</p>}
      {mail.bounce && <p class="mail-trouble">{[mail.bounce.status, mail.bounce.words].filter(Boolean).join(' ')}</p>}
      {formatted && mail.html_url ? (
        <iframe
          class="mail-frame"
          title={mail.subject || t('mail-no-subject')}
          src={images ? `${mail.html_url}?images=1` : mail.html_url}
          sandbox="allow-popups allow-popups-to-escape-sandbox"
          referrerpolicy="no-referrer"
          loading="lazy"
        />
      ) : (
        <Words words={words} all={mail.text} />
      )}
      {files.length > 0 && <Files files={files} />}
      <p class="mail-acts">
        {mail.html_url && (
          <button type="button" class="link" aria-pressed={formatted} onClick={() => setFormatted(!formatted)}>
            {t(formatted ? 'mail-as-text' : 'mail-formatted')}
          </button>
        )}
        {formatted && !images && (
          <button type="button" class="link" onClick={() => setImages(true)}>
            {t('mail-images')}
          </button>
        )}
        <button type="button" class="link" aria-haspopup="dialog" onClick={() => setHeaders(true)}>
          {t('mail-headers')}
        </button>
        <a class="link" href={mail.raw_url} download>
          {t('mail-original')}
        </a>
      </p>
      {headers && <HeadersDialog mail={mail} closed={() => setHeaders(false)} />}
    </>
  );
}

function Words({ words, all }: { words: string; all: string }) {
  const [quoted, setQuoted] = useState(false);
  const rest = restOf(words, all);
  return (
    <>
      {words && (
        <p class="mail-words" dir="auto">
          <Linked text={words} />
        </p>
      )}
      {rest && (
        <>
          <button type="button" class="link" aria-expanded={quoted} onClick={() => setQuoted(!quoted)}>
            {t(quoted ? 'mail-hide-quoted' : 'mail-show-quoted')}
          </button>
          {quoted && (
            <p class="mail-words quoted" dir="auto">
              <Linked text={rest} />
            </p>
          )}
        </>
      )}
    </>
  );
}

/** What was cut away from a mail; all of it where the newest words do not stand at its top. */
function restOf(words: string, all: string): string {
  const whole = all.trim();
  const newest = words.trim();
  if (whole === newest) return '';
  return whole.startsWith(newest) ? whole.slice(newest.length).trim() : whole;
}
