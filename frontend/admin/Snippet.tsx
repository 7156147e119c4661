/** What goes into the website: the one line, and what a strict site must allow; each with Copy. */
import { useState } from 'preact/hooks';
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
  async function copy() {
    // Plain http has no clipboard; the text can still be marked and copied by hand.
    await navigator.clipboard?.writeText(text);
    setCopied(navigator.clipboard !== undefined);
    setTimeout(() => setCopied(false), COPIED_MS);
  }
  return (
    <div class="code">
      <pre>
        <code>{text}</code>
      </pre>
      <button type="button" class="button" onClick={() => void copy()}>
        {t(copied ? 'copied' : 'copy')}
      </button>
    </div>
  );
}
