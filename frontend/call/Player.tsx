/** A recording: its waveform to listen by (agents above, the customer below), with what was written meanwhile marked on it. */
import { Pause, Play, Trash2 } from 'lucide';
import { useEffect, useRef, useState } from 'preact/hooks';
import { remove } from '../api';
import { span, t } from '../l10n';
import { attempt } from '../state/acts';
import { may } from '../state/centre';
import { Icon } from '../views/Icon';
import { actorName } from '../words';
import type { Recorded, Stamp } from './story';

const SPEEDS = [1, 1.5, 2];

export function Player({ call, recorded, stamps }: { call: string; recorded: Recorded; stamps: readonly Stamp[] }) {
  const [at, setAt] = useState(0);
  const [playing, setPlaying] = useState(false);
  const [speed, setSpeed] = useState(1);
  const [failed, setFailed] = useState(false);
  const audio = useRef<HTMLAudioElement>(null);
  const { id, seconds } = recorded;
  const path = `/calls/${call}/recording?recording=${id}`;
  useEffect(() => {
    if (audio.current) audio.current.playbackRate = speed;
  }, [speed]);

  if (recorded.erased) return <p class="quiet">{t('recording-erased')}</p>;
  if (!may('recordings.play')) return <p class="quiet">{t('recording-kept', { time: span(seconds) })}</p>;

  async function toggle() {
    const element = audio.current;
    if (!element) return;
    setFailed(false);
    if (playing) element.pause();
    else await element.play().catch(() => setFailed(true));
  }
  function seek(second: number) {
    setAt(second);
    if (audio.current) audio.current.currentTime = second;
  }

  return (
    <div class="player">
      {/* biome-ignore lint/a11y/useMediaCaption: what is said in a call has no captions */}
      <audio
        ref={audio}
        src={`/api/v1${path}`}
        preload="none"
        onPlay={() => setPlaying(true)}
        onPause={() => setPlaying(false)}
        onEnded={() => setAt(0)}
        onTimeUpdate={({ currentTarget }) => setAt(currentTarget.currentTime)}
        onError={() => setFailed(true)}
      />
      <button
        type="button"
        class="icon-button player-play"
        aria-label={t(playing ? 'player-pause' : 'player-play')}
        onClick={() => void toggle()}
      >
        <Icon of={playing ? Pause : Play} />
      </button>
      <div class="player-wave">
        <Waveform channels={recorded.waveform} played={seconds ? at / seconds : 0} />
        {stamps.map(({ seconds: second, event }) => (
          <button
            key={event.number}
            type="button"
            class="player-stamp"
            style={{ left: `${(second / seconds) * 100}%` }}
            title={t('player-stamp', { name: actorName(event), text: event.text || t('a-file') })}
            aria-label={t('player-stamp', { name: actorName(event), text: event.text || t('a-file') })}
            onClick={() => seek(second)}
          />
        ))}
        <input
          type="range"
          class="player-seek"
          min={0}
          max={seconds}
          step={0.1}
          value={at}
          aria-label={t('player-place')}
          aria-valuetext={t('player-of', { at: span(at), whole: span(seconds) })}
          onInput={(event) => seek(event.currentTarget.valueAsNumber)}
        />
      </div>
      <span class="player-time">{t('player-of', { at: span(at), whole: span(seconds) })}</span>
      <button
        type="button"
        class="link player-speed"
        aria-label={t('player-speed', { speed })}
        onClick={() => setSpeed(SPEEDS[(SPEEDS.indexOf(speed) + 1) % SPEEDS.length] ?? 1)}
      >
        {speed}×
      </button>
      {may('recordings.delete') && (
        <button
          type="button"
          class="icon-button"
          aria-label={t('recording-erase')}
          title={t('recording-erase')}
          onClick={() => {
            if (confirm(t('recording-erase-sure'))) void attempt(t('recording-erase'), () => remove(path));
          }}
        >
          <Icon of={Trash2} size={16} />
        </button>
      )}
      <p class="player-words" role="status">
        {failed ? t('player-failed') : recorded.incomplete && t('recording-incomplete')}
      </p>
    </div>
  );
}

const HALF = 50;

function Waveform({ channels, played }: { channels: readonly number[][]; played: number }) {
  const [agents = [], customer = []] = channels;
  const width = Math.max(agents.length, customer.length, 1);
  const bars = (levels: number[], way: 1 | -1) =>
    levels.map((level, index) => `M${index + 0.5} ${HALF}v${(way * Math.max(2, level)) / 2}`).join('');
  const both = (
    <>
      <path d={bars(agents, -1)} />
      <path d={bars(customer, 1)} />
    </>
  );
  return (
    <svg class="wave" viewBox={`0 0 ${width} 100`} preserveAspectRatio="none" aria-hidden="true" focusable="false">
      <g>{both}</g>
      <g class="wave-played" style={{ clipPath: `inset(0 ${(1 - played) * 100}% 0 0)` }}>
        <rect width={width} height="100" fill="none" stroke="none" />
        {both}
      </g>
    </svg>
  );
}
