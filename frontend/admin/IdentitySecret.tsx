/** The secret with which a site's own server says who its visitors are: made anew, and shown this once. */
import { useState } from 'preact/hooks';
import { post } from '../api';
import { t } from '../l10n';
import { attempt } from '../state/acts';
import { Dialog } from '../views/Dialog';
import { Code } from './Snippet';
import type { Document } from './sections';

const RULE = 'HMAC-SHA256(secret, user_id + "\\n" + email + "\\n" + name + "\\n" + expires)';

export function IdentitySecret({ widget }: { widget: Document }) {
  const [asking, setAsking] = useState(false);
  const [secret, setSecret] = useState('');
  async function make() {
    setAsking(false);
    await attempt(t('act-secret'), async () => {
      setSecret((await post<{ secret: string }>(`/widgets/${widget.id}/identity-secret`)).secret);
    });
  }
  return (
    <section class="snippet identity-secret">
      <h3>{t('identity')}</h3>
      <p class="quiet">{t('identity-text')}</p>
      <Code text={RULE} />
      {secret ? (
        <>
          <p class="secret-once" role="status">
            {t('secret-once')}
          </p>
          <Code text={secret} />
        </>
      ) : (
        <button type="button" class="button" aria-haspopup="dialog" onClick={() => setAsking(true)}>
          {t('make-secret')}
        </button>
      )}
      {asking && (
        <Dialog title={t('make-secret')} closed={() => setAsking(false)}>
          <p class="dialog-text">{t('make-secret-text')}</p>
          <div class="dialog-acts">
            <button type="button" class="button" onClick={() => setAsking(false)}>
              {t('cancel')}
            </button>
            <button type="button" class="button filled" onClick={() => void make()}>
              {t('make-secret')}
            </button>
          </div>
        </Dialog>
      )}
    </section>
  );
}
