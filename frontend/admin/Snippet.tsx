/** What goes into the website: the one line, and what a strict site must allow; each with Copy. */
import { useState } from 'preact/hooks';
import { copy } from '../clipboard';
import { t } from '../l10n';
import type { Document } from './sections';

export function Snippet({ widget }: { widget: Document }) {
  const csp = Array.isArray(widget.csp) ? widget.csp.join('\n') : String(widget.csp ?? '');
  return (
    <section class="snippet">
      <h3>{t('snippet')}</h3>
      <p class="quiet">{t('snippet-text')}</p>
      <Code text={String(widget.snippet ?? '')} />
      <h3>{t('csp')}</h3>
      <p class="quiet">{t('csp-text')}</p>
      <Code text={csp} />
    </section>
  );
}

const COPIED_MS = 2_000;

export function Code({ text }: { text: string }) {
  const [copied, setCopied] = useState(false);
  async function press() {
    setCopied(await copy(text));
    setTimeout(() => setCopied(false), COPIED_MS);
  }
  return (
    <div class="code">
      <pre>
        <code>{text}</code>
      </pre>
      <button type="button" class="button" onClick={() => void press()}>
        {t(copied ? 'copied' : 'copy')}
      </button>
    </div>
  );
}
