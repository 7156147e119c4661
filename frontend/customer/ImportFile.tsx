/** Which file: chosen, or dropped on it. */
import { FileUp } from 'lucide';
import { useRef, useState } from 'preact/hooks';
import { t } from '../l10n';
import { Icon } from '../views/Icon';
import { type Import, sendFile } from './importing';

export function ImportFile({ chosen }: { chosen: (asked: Promise<Import>) => Promise<void> }) {
  const field = useRef<HTMLInputElement>(null);
  const [sending, setSending] = useState('');
  const [over, setOver] = useState(false);

  async function take(file: File | undefined) {
    if (!file || sending) return;
    setSending(file.name);
    await chosen(sendFile(file));
    setSending('');
    if (field.current) field.current.value = '';
  }
  return (
    <>
      <p class="dialog-text">{t('import-what')}</p>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: dropping is a second way to what the button does */}
      <div
        class={over ? 'drop over' : 'drop'}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={(event) => {
          event.preventDefault();
          setOver(false);
          void take(event.dataTransfer?.files[0]);
        }}
      >
        <Icon of={FileUp} size={28} />
        <button type="button" class="button filled" disabled={sending !== ''} onClick={() => field.current?.click()}>
          {t('import-choose')}
        </button>
        <p class="quiet" role="status">
          {sending ? t('import-sending', { name: sending }) : t('import-limits')}
        </p>
        <input
          ref={field}
          type="file"
          class="unseen"
          tabIndex={-1}
          aria-label={t('import-choose')}
          accept=".csv,.tsv,.txt,.xlsx,text/csv"
          onChange={(event) => void take(event.currentTarget.files?.[0])}
        />
      </div>
    </>
  );
}
