/** A mail's headers, decoded and in their order, for whoever must find out where it really came from. */
import { useEffect, useState } from 'preact/hooks';
import { Failure, get } from '../api';
import { t } from '../l10n';
import { Delayed } from '../views/Delayed';
import { Dialog } from '../views/Dialog';
import type { Email } from '../wire';

interface Shown {
  headers: [name: string, text: string][];
  verdict: string;
  problems: string[];
}

export function HeadersDialog({ mail, closed }: { mail: Email; closed: () => void }) {
  const [shown, setShown] = useState<Shown | null>(null);
  const [failure, setFailure] = useState('');
  useEffect(() => {
    const path = mail.raw_url.replace('/api/v1', '').replace(/raw$/, 'headers');
    get<Shown>(path).then(
      (answer) => setShown(answer),
      (caught: unknown) => {
        if (!(caught instanceof Failure)) throw caught;
        setFailure(caught.message);
      },
    );
  }, [mail.raw_url]);
  return (
    <Dialog title={t('mail-headers')} closed={closed} dialogClass="headers">
      {failure && (
        <p class="form-failure" role="alert">
          {failure}
        </p>
      )}
      {!shown && !failure && <Delayed>{<p class="loading-line">{t('loading')}</p>}</Delayed>}
      {shown && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
        <section class="headers-scroll" tabIndex={0} aria-label={t('mail-headers')}>
          {[shown.verdict, ...shown.problems].filter(Boolean).map((sentence) => (
            <p key={sentence} class="headers-about">
              {sentence}
            </p>
          ))}
          <dl>
            {shown.headers.map(([name, text], index) => (
              <div key={`${name}${index}`}>
                <dt>{name}</dt>
                <dd dir="auto">{text}</dd>
              </div>
            ))}
          </dl>
        </section>
      )}
    </Dialog>
  );
}
