// Conversations that are over, and one of them read again. Loaded when first asked for.

import type { Earlier as Entry } from '../../wire.ts';
import { earlier, whole } from '../earlier.ts';
import { island } from '../island.ts';
import { lazy } from '../lazy.tsx';
import { signal } from '../signal.ts';
import { log, memory, view } from '../state.ts';
import { dress } from '../styles.ts';
import { t } from '../texts.ts';
import { emptyLog, extended, type Row, rows } from '../timeline.ts';
import { day } from '../units.ts';
import css from './earlier.css?inline';
import { Timeline } from './rows.tsx';

const list = signal<Entry[] | null>(null);
const reading = signal<Row[] | null>(null);
const proving = signal(false);

const Prove = lazy(() => import('./prove.tsx').then((part) => part.Prove));

dress(css);

function refresh(main: HTMLElement | null): void {
  reading.value = null;
  proving.value = false;
  if (main) void earlier().then((found) => (list.value = found));
}

async function read(id: string): Promise<void> {
  if (id === log.value.conversation) view.value = 'talk';
  else reading.value = rows(extended(emptyLog(id), await whole(id)), []);
}

function proved(): void {
  proving.value = false;
  void earlier().then((found) => (list.value = found));
}

function back(): void {
  if (reading.value) reading.value = null;
  else if (proving.value) proving.value = false;
  else view.value = 'talk';
}

export function Earlier() {
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region has to be reachable by keyboard */}
      <main ref={refresh} tabIndex={0} aria-label={t('earlier')}>
        {reading.value ? (
          <Timeline rows={reading.value} />
        ) : proving.value ? (
          <Prove done={proved} />
        ) : (
          <ul class="earlier">
            {list.value?.map(({ id, last_at, preview, state }) => (
              <li key={id}>
                <button type="button" onClick={() => read(id)}>
                  <span>{preview || t('conversation')}</span>
                  <small>
                    {day(last_at)} · {t(state === 'closed' ? 'ended' : 'going-on')}
                  </small>
                </button>
              </li>
            ))}
          </ul>
        )}
        {list.value?.length === 0 && !proving.value && <p class="greeting">{t('none-earlier')}</p>}
        {island.texts.prove && !memory.value.known && !proving.value && !reading.value && (
          <button type="button" class="quiet" onClick={() => (proving.value = true)}>
            {t('prove')}
          </button>
        )}
      </main>
      <footer class="ended">
        <button type="button" class="quiet" onClick={back}>
          {t('back')}
        </button>
      </footer>
    </>
  );
}
