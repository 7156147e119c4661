// Files on their way to the server. XMLHttpRequest, because fetch does not tell how far an upload has come.

import { wellFormed } from '../characters.ts';
import type { StoredFile } from '../wire.ts';
import { memory, type Upload, uploads } from './state.ts';
import { t } from './texts.ts';
import { size } from './units.ts';

const LIMIT = 25 * 1024 * 1024;

export function attach(files: Iterable<File>): void {
  for (const file of files) start(file);
}

export function detach(id: string): void {
  uploads.value = uploads.value.filter((upload) => upload.id !== id);
}

function start(file: File): void {
  const id = `${Math.random()}`;
  const change = (part: Partial<Upload>) => {
    uploads.value = uploads.value.map((upload) => (upload.id === id ? { ...upload, ...part } : upload));
  };
  uploads.value = [...uploads.value, { id, name: file.name, share: 0 }];
  if (file.size > LIMIT) {
    change({ error: t('file-too-large', { size: size(LIMIT) }) });
    return;
  }
  const request = new XMLHttpRequest();
  request.open('POST', `/api/v1/visitor/files?name=${encodeURIComponent(wellFormed(file.name))}`);
  request.setRequestHeader('Authorization', `Bearer ${memory.value.token}`);
  request.responseType = 'json';
  request.upload.onprogress = ({ loaded, total }) => change({ share: loaded / total });
  request.onerror = () => change({ error: t('file-failed') });
  request.onload = () => {
    if (request.status === 201) change({ share: 1, stored: request.response as StoredFile });
    else change({ error: request.response?.error ?? t('file-failed') });
  };
  request.send(file);
}
