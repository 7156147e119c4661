// Microphone and sound, tried before a call or when something is wrong: a level to see, and one's own voice from our server.

import { type Connection, connection } from '../../../talk/connection.ts';
import { ask } from '../line.ts';
import { signal } from '../signal.ts';
import { online } from '../state.ts';
import { t } from '../texts.ts';
import { Choice, Level } from './level.tsx';
import { attend, dismiss } from './listening.ts';
import { microphone, type Trouble } from './microphone.ts';
import { relays } from './relays.ts';
import { checking, device } from './state.ts';
import { Hindered } from './trouble.tsx';

const found = signal<MediaStream | null>(null);
const reason = signal<Trouble | null>(null);
const echo = signal<'off' | 'starting' | 'on' | 'failed'>('off');
let link: Connection | undefined;

async function listen(id = device.value): Promise<void> {
  device.value = id;
  silence();
  const got = await microphone(id);
  reason.value = typeof got === 'string' ? got : null;
  if (typeof got === 'string' || !checking.value) return;
  found.value = got;
  await attend(got);
}

function silence(): void {
  stopEcho();
  dismiss();
  for (const track of found.value?.getTracks() ?? []) track.stop();
  found.value = null;
}

function startEcho(): void {
  const [track] = found.value?.getAudioTracks() ?? [];
  if (!track) return;
  echo.value = 'starting';
  link = connection({
    relays,
    async answer(sdp) {
      const answer = await ask<{ sdp: string }>('call.test', { sdp });
      return answer.ok ? answer.sdp : null;
    },
    told(way) {
      if (way === 'there') echo.value = 'on';
      else stopEcho(way === 'away' ? 'failed' : 'off');
    },
    kept: () => {},
  });
  link.speak(track);
}

function stopEcho(then: 'off' | 'failed' = 'off'): void {
  link?.close();
  link = undefined;
  echo.value = then;
}

function back(): void {
  silence();
  checking.value = false;
}

function begin(main: HTMLElement | null): void {
  if (main) void listen();
  else back();
}

export function Check() {
  const on = echo.value === 'on' || echo.value === 'starting';
  return (
    <main ref={begin}>
      {reason.value ? (
        <Hindered reason={reason.value} again={listen} />
      ) : (
        <section class="opening">
          <h2>{t('call-check')}</h2>
          <p>{t('call-speak-now')}</p>
          <Level />
          <Choice choose={listen} />
          {found.value && online.value && (
            <button type="button" class="quiet" onClick={on ? () => stopEcho() : startEcho}>
              {t(on ? 'call-echo-off' : 'call-echo')}
            </button>
          )}
          <p role="status" data-echo={echo.value}>
            {echo.value === 'on' && t('call-echo-on')}
            {echo.value === 'starting' && t('call-starting')}
            {echo.value === 'failed' && t('call-ended-failed')}
          </p>
        </section>
      )}
      <button type="button" class="link" onClick={back}>
        {t('back')}
      </button>
    </main>
  );
}
