// What there is to know while waiting. It comes with the timeline, because whoever waits has written.

import { island } from '../island.ts';
import { available, awayText, left, memory, place, view } from '../state.ts';
import { t } from '../texts.ts';

const MOST_STATIONS = 6;

/** Where the visitor is in the queue: the last station on a short line, with those ahead before it. */
export function Line({ at }: { at: number }) {
  return (
    <div class={at > MOST_STATIONS ? 'stations long' : 'stations'} aria-hidden="true">
      {Array.from({ length: Math.min(at, MOST_STATIONS) }, () => (
        <i />
      ))}
    </div>
  );
}

export function expected(seconds: number | null): string {
  if (seconds === null) return '';
  return seconds < 60 ? t('soon') : t('minutes', { count: Math.ceil(seconds / 60) });
}

export function Waiting() {
  if (left.value) return <p class="card">{t('left')}</p>;
  const away = !available.value;
  return (
    <section class="card" aria-live="polite">
      {place.value && !away && <Line at={place.value.place} />}
      <strong>{away ? t('away') : place.value ? t('place', { count: place.value.place }) : t('looking')}</strong>
      <p>{away ? (awayText.value ?? t('leave-hint')) : place.value && expected(place.value.expected_seconds)}</p>
      <button type="button" class="link" onClick={() => (view.value = 'leave')}>
        {t('leave-instead')}
      </button>
      {island.texts.prove && memory.value.introduced && !memory.value.known && (
        <button type="button" class="link" onClick={() => (view.value = 'earlier')}>
          {t('prove')}
        </button>
      )}
    </section>
  );
}
