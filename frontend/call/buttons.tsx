/** What can be done with a call, by the part one has in it: serving it, consulting, being a guest, supervising. */
import { useState } from 'preact/hooks';
import { useCommand } from '../commands';
import { t } from '../l10n';
import { shortcuts } from '../settings';
import { may } from '../state/centre';
import { cancelConsult, complete, hold, merge, type Supervising, supervise, swap } from './acts';
import { CallToDialog } from './CallToDialog';
import { handOver } from './handOver';
import { Keypad } from './Keypad';
import { muted } from './part';
import { hangUp, mute } from './phone';
import type { Call, CallLeg } from './wire';
import { consulted } from './words';

interface ButtonProps {
  label: string;
  keys?: string;
  command?: string;
  pressed?: boolean;
  kind?: 'end';
  disabled?: boolean;
  act: () => void;
}

function PhoneButton({ label, keys, command, pressed, kind, disabled = false, act }: ButtonProps) {
  useCommand(command ?? `phone-${label}`, disabled ? null : act);
  return (
    <button
      type="button"
      class="phone-button"
      data-kind={kind}
      aria-pressed={pressed}
      disabled={disabled}
      onClick={act}
    >
      {label}
      {keys && shortcuts.value && <kbd>{keys}</kbd>}
    </button>
  );
}

export function ServingButtons({ call }: { call: Call }) {
  const [to, setTo] = useState<'transfer' | 'add' | null>(null);
  const answered = call.answered_at !== null;
  const withCustomer = answered && call.direction !== 'internal';
  const guests =
    withCustomer &&
    call.legs.some(({ role, party, state }) => role === 'agent' && party !== call.agent && state !== 'ringing');
  return (
    <div class="phone-acts">
      <Mute />
      {withCustomer && (
        <>
          <PhoneButton
            label={t(call.held ? 'call-resume' : 'call-hold')}
            keys="F4"
            command="call-hold"
            pressed={call.held}
            act={() => void hold(call, !call.held)}
          />
          <PhoneButton
            label={t('call-transfer')}
            keys="F8"
            command="call-transfer"
            disabled={guests}
            act={() => setTo('transfer')}
          />
          <PhoneButton label={t('call-add')} act={() => setTo('add')} />
          <Keypad call={call} />
        </>
      )}
      <End call={call} label={t(guests ? 'call-leave' : 'call-end')} />
      {to && <CallToDialog call={call} purpose={to} closed={() => setTo(null)} />}
    </div>
  );
}

export function ConsultButtons({ call }: { call: Call }) {
  const waits = consulted(call)?.state !== 'connected';
  return (
    <div class="phone-acts">
      <Mute />
      <PhoneButton label={t('call-swap')} keys="F4" command="call-hold" disabled={waits} act={() => void swap(call)} />
      <PhoneButton label={t('call-merge')} disabled={waits} act={() => void merge(call)} />
      <PhoneButton
        label={t('call-complete')}
        keys="F8"
        command="call-transfer"
        disabled={waits}
        act={() => void complete(call, handOver.value)}
      />
      <PhoneButton
        label={t('call-cancel')}
        keys="F9"
        command="call-end"
        kind="end"
        act={() => void cancelConsult(call)}
      />
    </div>
  );
}

/** Who was added, asked for advice, or called by a colleague. */
export function GuestButtons({ call }: { call: Call }) {
  return (
    <div class="phone-acts">
      <Mute />
      <End call={call} label={t(call.direction === 'internal' ? 'call-end' : 'call-leave')} />
    </div>
  );
}

const MODES: Supervising[] = ['listen', 'whisper', 'join', 'takeover'];

export function SupervisorButtons({ call, own }: { call: Call; own: CallLeg }) {
  return (
    <div class="phone-acts">
      {own.mode !== 'listen' && <Mute />}
      {may('calls.supervise') &&
        MODES.map((mode) => (
          <PhoneButton
            key={mode}
            label={t(`supervise-${mode}`)}
            {...(mode === 'takeover' ? {} : { pressed: own.mode === mode })}
            act={() => void supervise(call.call, mode)}
          />
        ))}
      <End call={call} label={t('call-leave')} />
    </div>
  );
}

function Mute() {
  const label = t(muted.value ? 'call-unmute' : 'call-mute');
  return (
    <PhoneButton
      label={label}
      keys="F2"
      command="call-mute"
      pressed={muted.value}
      act={() => void mute(!muted.value)}
    />
  );
}

function End({ call, label }: { call: Call; label: string }) {
  return <PhoneButton label={label} keys="F9" command="call-end" kind="end" act={() => void hangUp(call)} />;
}
