// After the end: to write again, or to take the conversation along.

import { Download } from 'lucide';
import { transcript } from '../chat.ts';
import { view } from '../state.ts';
import { t } from '../texts.ts';
import { Drawing } from './icon.tsx';

export function Ended() {
  return (
    <footer class="ended">
      <button type="button" class="filled" onClick={() => (view.value = 'again')}>
        {t('again')}
      </button>
      <button type="button" class="quiet" onClick={transcript}>
        <Drawing of={Download} /> {t('transcript')}
      </button>
    </footer>
  );
}
