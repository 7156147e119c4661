/** Files being attached: chosen, pasted or dropped, each with its progress, Cancel, and Retry when it failed. */
import { RotateCcw, X } from 'lucide';
import { useRef, useState } from 'preact/hooks';
import { Failure, upload } from '../api';
import { fileSize, t } from '../l10n';
import type { Channel, File } from '../wire';
import { Icon } from './Icon';

interface Upload {
  key: number;
  channel: Channel;
  name: string;
  size: number;
  /** Null for one that is stored already: a template's, or that of a mail taken back. */
  source: globalThis.File | null;
  share: number;
  stored: File | null;
  failure: string | null;
  abort: AbortController;
}

export interface Uploads {
  list: Upload[];
  files: File[];
  busy: boolean;
  add: (files: FileList | null | undefined) => void;
  pasted: (event: ClipboardEvent) => void;
  dropped: (event: DragEvent) => void;
  /** Attaches files that are stored already. */
  put: (channel: Channel, files: readonly File[]) => void;
  cancel: (each: Upload) => void;
  retry: (each: Upload) => void;
  clear: () => void;
}

const MOST_BYTES = 25 * 1024 * 1024;

/** The files for one channel of a conversation; those for another stay out of sight until it is chosen again. */
export function useUploads(conversation: string | null, channel: Channel): Uploads {
  const [all, setList] = useState<Upload[]>([]);
  const list = all.filter((each) => each.channel === channel);
  const keys = useRef(0);
  const change = (key: number, fields: Partial<Upload>) =>
    setList((now) => now.map((each) => (each.key === key ? { ...each, ...fields } : each)));

  async function start(each: Upload) {
    if (!each.source) return;
    if (each.size > MOST_BYTES) {
      change(each.key, { failure: t('file-too-large', { most: fileSize(MOST_BYTES) }) });
      return;
    }
    try {
      const stored = await upload(conversation, each.source, (share) => change(each.key, { share }), each.abort.signal);
      change(each.key, { stored, share: 1 });
    } catch (failure) {
      if (!(failure instanceof Failure)) throw failure;
      if (failure.code !== 'aborted') change(each.key, { failure: failure.message });
    }
  }
  function add(files: FileList | null | undefined) {
    const more = [...(files ?? [])].map((source) => fresh(++keys.current, channel, source));
    setList((now) => [...now, ...more]);
    for (const each of more) void start(each);
  }
  return {
    list,
    files: list.flatMap((each) => (each.stored ? [each.stored] : [])),
    busy: list.some((each) => !each.stored && !each.failure),
    add,
    pasted: (event) => {
      if (!event.clipboardData?.files.length) return;
      event.preventDefault();
      add(event.clipboardData.files);
    },
    dropped: (event) => {
      event.preventDefault();
      add(event.dataTransfer?.files);
    },
    put: (where, files) =>
      setList((now) => {
        const known = new Set(now.map((each) => each.stored?.id));
        const more = files.filter((file) => !known.has(file.id));
        return [...now, ...more.map((file) => ({ ...fresh(++keys.current, where, null), ...ofStored(file) }))];
      }),
    cancel: (each) => {
      each.abort.abort();
      setList((now) => now.filter((other) => other.key !== each.key));
    },
    retry: (each) => {
      const again = { ...each, failure: null, share: 0, abort: new AbortController() };
      change(each.key, again);
      void start(again);
    },
    clear: () => setList((now) => now.filter((each) => each.channel !== channel)),
  };
}

function fresh(key: number, channel: Channel, source: globalThis.File | null): Upload {
  const { name, size } = source ?? { name: '', size: 0 };
  return { key, channel, name, size, source, share: 0, stored: null, failure: null, abort: new AbortController() };
}

function ofStored(file: File): Partial<Upload> {
  return { name: file.name, size: file.size, stored: file, share: 1 };
}

export function UploadList({ of }: { of: Uploads }) {
  if (of.list.length === 0) return null;
  return (
    <ul class="uploads" aria-label={t('attached')}>
      {of.list.map((each) => (
        <li key={each.key} class="upload" data-failed={each.failure ? true : undefined}>
          <span class="file-name">{each.name}</span>
          <span class="quiet">{each.failure ?? fileSize(each.size)}</span>
          {!each.stored && !each.failure && (
            <progress value={each.share} max={1} aria-label={t('uploading', { name: each.name })} />
          )}
          {each.failure && (
            <button type="button" class="icon-button small" aria-label={t('retry')} onClick={() => of.retry(each)}>
              <Icon of={RotateCcw} size={14} />
            </button>
          )}
          <button
            type="button"
            class="icon-button small"
            aria-label={t('remove-file', { name: each.name })}
            onClick={() => of.cancel(each)}
          >
            <Icon of={X} size={14} />
          </button>
        </li>
      ))}
    </ul>
  );
}
