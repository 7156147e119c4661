/** Files of a message: images of harmless types inline, everything as a download with its size. */
import { Download } from 'lucide';
import { useState } from 'preact/hooks';
import { fileSize, t } from '../l10n';
import type { File } from '../wire';
import { Icon } from './Icon';

const INLINE = /^image\/(png|jpeg|gif|webp|avif)$/;

export function Files({ files }: { files: File[] }) {
  return (
    <ul class="files">
      {files.map((file) => (
        <li key={file.id}>
          <OneFile file={file} />
        </li>
      ))}
    </ul>
  );
}

function OneFile({ file }: { file: File }) {
  const [broken, setBroken] = useState(false);
  if (!file.name) return <span class="file quiet">{t('redacted')}</span>;
  const inline = INLINE.test(file.type) && !broken;
  return (
    <a class={inline ? 'file picture' : 'file'} href={file.url} download={file.name}>
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
