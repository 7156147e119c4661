// The files that wait to be sent, and how far each has come.

import { uploads } from '../state.ts';
import { dress } from '../styles.ts';
import { t } from '../texts.ts';
import { detach } from '../upload.ts';
import { Tool } from './composer.tsx';
import css from './uploads.css?inline';

dress(css);

export function Uploads() {
  return (
    <ul class="uploads">
      {uploads.value.map(({ id, name, share, stored, error }) => (
        <li key={id} class={error && 'failed'}>
          <span>{name}</span>
          {error && <small>{error}</small>}
          {!stored && !error && <progress value={share} aria-label={t('uploading', { name })} />}
          <Tool icon="close" label={t('remove', { name })} act={() => detach(id)} />
        </li>
      ))}
    </ul>
  );
}
