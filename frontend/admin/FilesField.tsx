/** The files that a template brings along. */
import { Paperclip, X } from 'lucide';
import { useRef, useState } from 'preact/hooks';
import { Failure, upload } from '../api';
import { fileSize, t } from '../l10n';
import { Icon } from '../views/Icon';
import type { File } from '../wire';

interface Props {
  value: readonly File[];
  set: (files: File[]) => void;
}

export function FilesField({ value, set }: Props) {
  const picker = useRef<HTMLInputElement>(null);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState('');

  async function add(chosen: FileList | null) {
    setBusy(true);
    setFailure('');
    const stored: File[] = [];
    try {
      for (const each of chosen ?? [])
        stored.push(await upload(null, each, () => undefined, new AbortController().signal));
    } catch (caught) {
      if (!(caught instanceof Failure)) throw caught;
      setFailure(caught.message);
    }
    set([...value, ...stored]);
    setBusy(false);
  }
  return (
    <div class="field">
      <span class="field-name">{t('field-files')}</span>
      {value.length > 0 && (
        <ul class="uploads">
          {value.map((file) => (
            <li key={file.id} class="upload">
              <span class="file-name">{file.name}</span>
              <span class="quiet">{fileSize(file.size)}</span>
              <button
                type="button"
                class="icon-button small"
                aria-label={t('remove-file', { name: file.name })}
                onClick={() => set(value.filter((each) => each.id !== file.id))}
              >
                <Icon of={X} size={14} />
              </button>
            </li>
          ))}
        </ul>
      )}
      <button type="button" class="link form-add" disabled={busy} onClick={() => picker.current?.click()}>
        <Icon of={Paperclip} size={16} />
        {t('attach')}
      </button>
      <input
        ref={picker}
        type="file"
        multiple
        hidden
        onChange={(event) => {
          void add(event.currentTarget.files);
          event.currentTarget.value = '';
        }}
      />
      {failure && (
        <p class="form-failure" role="alert">
          {failure}
        </p>
      )}
    </div>
  );
}
