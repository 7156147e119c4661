/** Whether the call is being recorded, always to be seen; the agents in it pause it and go on. */
import { t } from '../l10n';
import { record } from './acts';
import { isShielded } from './sensitive';
import type { Call, CallLeg } from './wire';

export function RecordingLight({ call, own }: { call: Call; own: CallLeg }) {
  if (call.answered_at === null) return null;
  const { recording } = call;
  const mayChange = own.role === 'agent' && call.direction !== 'internal' && !isShielded.value;
  if (recording === 'off' && !(mayChange && call.recordable)) return null;
  const next = recording === 'on' ? 'paused' : 'on';
  const words = isShielded.value && recording === 'paused' ? 'recording-shielded' : `recording-${recording}`;
  return (
    <p class="recording" data-recording={recording}>
      <span class="recording-light" aria-hidden="true" />
      <span role="status">{t(words)}</span>
      {mayChange && (
        <button type="button" class="phone-link" onClick={() => void record(call, next)}>
          {t(recording === 'on' ? 'recording-pause' : recording === 'paused' ? 'recording-resume' : 'recording-start')}
        </button>
      )}
    </p>
  );
}
