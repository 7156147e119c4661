// The call as it stands above the conversation: one card that says what is happening in words, and what can be done.

import type { VisitorCall } from '../../wire.ts';
import { lazy } from '../lazy.tsx';
import { available, call, calling, place as inLine, log, view } from '../state.ts';
import { dress } from '../styles.ts';
import { t } from '../texts.ts';
import { span } from '../units.ts';
import { expected, Line } from '../views/waiting.tsx';
import css from './call.css?inline';
import { askBack, choose, done, enter, hangUp, hear, leaveWords } from './calling.ts';
import { Controls } from './controls.tsx';
import { Sign } from './icon.tsx';
import { Choice, Level } from './level.tsx';
import { Recorded } from './recorded.tsx';
import { fare, instant, kept, muted, picture, place, silent, trouble, unheard } from './state.ts';
import { Hindered } from './trouble.tsx';
import { worded } from './words.ts';

const Pictures = lazy(() => import('./pictures.tsx').then((part) => part.picturesOf(picture)));

dress(css);

const MILLISECONDS = 1000;

function since(at: string): number {
  return (instant.value - Date.parse(at)) / MILLISECONDS;
}

function name({ agent }: VisitorCall): string {
  return agent ?? t('call-somebody');
}

function Ringing({ of }: { of: VisitorCall }) {
  return (
    <section class="call ringing" role="alert">
      <strong>{t('call-ring', { name: name(of) })}</strong>
      <p>{t('call-ring-hint')}</p>
      <Recorded />
      <div class="choices">
        <button type="button" class="accept" onClick={() => enter()}>
          <Sign name="accept" /> {t('call-accept')}
        </button>
        <button type="button" class="end" onClick={hangUp}>
          <Sign name="end" /> {t('call-decline')}
        </button>
      </div>
    </section>
  );
}

const ENDINGS: Record<string, string> = {
  callback: 'call-ended-callback',
  voicemail: 'call-ended-voicemail',
  lost: 'call-ended-lost',
  expired: 'call-ended-expired',
  not_connected: 'call-ended-failed',
  media: 'call-ended-failed',
};

function Ended({ of }: { of: VisitorCall }) {
  const talked = of.answered_at && of.ended_at && Date.parse(of.ended_at) - Date.parse(of.answered_at);
  return (
    <section class="call over" role="status">
      <div class="said">
        <strong>{t(ENDINGS[of.reason ?? ''] ?? 'call-ended')}</strong>
        {talked && <time>{span(talked / MILLISECONDS)}</time>}
      </div>
      {of.reason === 'callback' && <p>{t('call-ended-callback-hint')}</p>}
      <div class="choices">
        <button
          type="button"
          onClick={() => {
            done();
            view.value = 'call';
          }}
        >
          {t('call-again')}
        </button>
        <button type="button" onClick={done}>
          {t('call-done')}
        </button>
      </div>
    </section>
  );
}

/** What is happening, in a line and a half. */
function told(of: VisitorCall): [title: string, hint?: string | false] {
  if (place.value === 'asking') return [t('call-asking')];
  if (place.value === 'elsewhere') return [t('call-elsewhere')];
  if (place.value === 'starting') return [t('call-starting')];
  if (place.value === 'returning') return [t('call-returning'), t('call-returning-hint')];
  if (of.state === 'held') return [t('call-held'), t('call-held-hint', { name: name(of) })];
  if (of.state === 'interrupted') return [t('call-interrupted', { name: name(of) }), t('call-interrupted-hint')];
  if (of.state === 'voicemail') return [t('call-speak'), remaining()];
  if (of.state !== 'waiting') return [t('call-talking')];
  const at = inLine.value;
  const [title, wait] = at ? [t('place', { count: at.place }), expected(at.expected_seconds)] : [t('looking'), ''];
  return [title, `${wait} ${t('call-music')}`];
}

function remaining(): string | false {
  const until = log.value.events.findLast(({ type }) => type === 'VoicemailBegun')?.until_at;
  return !!until && t('call-remaining', { time: span(-since(until)) });
}

/** What a caller may do instead of waiting on. */
function Instead({ of }: { of: VisitorCall }) {
  if (place.value !== 'there') return null;
  if (of.state === 'voicemail')
    return (
      <div class="choices">
        <button type="button" onClick={hangUp}>
          {t('call-finish')}
        </button>
      </div>
    );
  if (of.state !== 'waiting') return null;
  return (
    <div class="choices">
      {of.overflow !== 'voicemail' && (available.value || of.overflow === 'callback') && (
        <button type="button" onClick={askBack}>
          {t('call-callback')}
        </button>
      )}
      {of.overflow !== 'callback' && (
        <button type="button" onClick={leaveWords}>
          {t('call-voicemail')}
        </button>
      )}
    </div>
  );
}

function Light({ of }: { of: VisitorCall }) {
  if (of.recording === 'off') return null;
  return (
    <span class="recording">
      <i class={of.recording === 'on' ? 'light' : 'light out'} />
      {t(of.recording === 'on' ? 'call-recording' : 'call-recording-paused')}
    </span>
  );
}

/** What needs a word now, and only then. */
function Notice() {
  if (kept.value)
    return (
      <div class="choices">
        <button type="button" onClick={hear}>
          {t('call-hear')}
        </button>
      </div>
    );
  if (muted.value)
    return <p class={unheard.value ? 'warned' : ''}>{t(unheard.value ? 'call-muted-speaking' : 'call-muted')}</p>;
  if (!silent.value) return null;
  return (
    <>
      <p class="warned">{t('call-silent')}</p>
      <Choice choose={choose} />
    </>
  );
}

function Elsewhere() {
  return (
    <div class="choices">
      <button type="button" onClick={() => enter(true)}>
        {t('call-here')}
      </button>
      <button type="button" class="end" onClick={hangUp}>
        {t('call-end')}
      </button>
    </div>
  );
}

function Running({ of }: { of: VisitorCall }) {
  const [title, hint] = told(of);
  const at = inLine.value;
  return (
    <section class="call" aria-label={t('call-open')}>
      {of.state === 'waiting' && place.value === 'there' && at && <Line at={at.place} />}
      <div class="said">
        <strong role="status">{title}</strong>
        {of.answered_at && <time role="timer">{span(since(of.answered_at))}</time>}
      </div>
      {hint && <p>{hint}</p>}
      {place.value === 'elsewhere' ? (
        <Elsewhere />
      ) : (
        <>
          <div class="facts">
            <span class="mouth">
              <Sign name={muted.value ? 'unmute' : 'mute'} /> <Level />
            </span>
            <Light of={of} />
            {fare.value && of.state === 'talking' && <span>{t(`call-${fare.value}`)}</span>}
          </div>
          <Notice />
          {picture.value && of.video && ['talking', 'held'].includes(of.state) && <Pictures />}
          <Instead of={of} />
          <Controls />
        </>
      )}
    </section>
  );
}

export function Card() {
  const of = call.value;
  if (!of || !worded.value) return null;
  if (trouble.value)
    return (
      <section class="call">
        <Hindered reason={trouble.value} again={() => enter(true)} />
      </section>
    );
  if (!calling.value) return view.value === 'call' ? null : <Ended of={of} />;
  return of.leg_state === 'ringing' && place.value === 'none' ? <Ringing of={of} /> : <Running of={of} />;
}
