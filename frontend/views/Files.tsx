/** Files of a message: images of harmless types inline, everything as a download with its size. Old links are renewed. */
import { Download } from 'lucide';
import { useState } from 'preact/hooks';
import { Failure } from '../api';
import { fileSize, t } from '../l10n';
import { freshFile } from '../state/conversations';
import { toast } from '../state/toasts';
import type { Event, File } from '../wire';
import { Icon } from './Icon';

const INLINE = /^image\/(png|jpeg|gif|webp|avif)$/;

export function Files({ event, files }: { event: Event; files: File[] }) {
  return (
    <ul class="files">
      {files.map((file) => (
        <li key={file.id}>
          <OneFile event={event} file={file} />
        </li>
      ))}
    </ul>
  );
}

function OneFile({ event, file }: { event: Event; file: File }) {
  const [broken, setBroken] = useState(false);
  const inline = INLINE.test(file.type) && !broken;
  async function download(click: MouseEvent) {
    click.preventDefault();
    try {
      const fresh = await freshFile(event.conversation, event.number, file);
      const link = Object.assign(document.createElement('a'), { href: fresh.url, download: file.name });
      link.click();
    } catch (failure) {
      if (!(failure instanceof Failure)) throw failure;
      toast(t('failed-because', { what: t('act-download'), why: failure.message }), 'failed');
    }
  }
  return (
    <a class={inline ? 'file picture' : 'file'} href={file.url} download={file.name} onClick={download}>
      {inline ? (
        <img src={file.url} alt={file.name} loading="lazy" onError={() => setBroken(true)} />
      ) : (
        <>
          <Icon of={Download} size={16} />
          <span class="file-name">{file.name}</span>
          <span class="quiet">{fileSize(file.size)}</span>
        </>
      )}
    </a>
  );
}
