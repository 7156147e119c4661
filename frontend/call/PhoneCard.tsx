/** The phone: whom I am in a call with, how it is, and what I can do with it. It follows the agent to every page. */

import { Mic, MicOff } from 'lucide';
import { t } from '../l10n';
import { route } from '../route';
import { Elapsed } from '../views/Elapsed';
import { Icon } from '../views/Icon';
import { Link } from '../views/Link';
import { ConsultButtons, GuestButtons, ServingButtons, SupervisorButtons } from './buttons';
import { current, customerLeg, levels, ownLeg, pressed } from './calls';
import { loudnessOf, Meter } from './Meter';
import { Parties } from './Parties';
import { Pictures } from './Pictures';
import { kept, loudness, muted, place, trouble, unheard } from './part';
import { findVoice, join, play } from './phone';
import { RecordingLight } from './RecordingLight';
import { served } from './served';
import { WrapUp } from './WrapUp';
import type { Call, CallLeg } from './wire';
import { lineWords, withWhom } from './words';

/** The place for the card of a conversation's call; without a conversation, for every page that does not show it. */
export function PhonePlace({ conversation = null }: { conversation?: string | null }) {
  const call = current.value ?? served.value;
  if (!call) return null;
  const here = route.value;
  const isOpen = here.page === 'inbox' && here.conversation === call.conversation;
  if (isOpen !== (conversation === call.conversation)) return null;
  return (
    <div class="phone-place" data-apart={!isOpen || undefined}>
      {current.value ? <PhoneCard call={current.value} /> : <WrapUp key={call.call} call={call} />}
    </div>
  );
}

function PhoneCard({ call }: { call: Call }) {
  const own = ownLeg(call);
  if (!own) return null;
  const elsewhere = place.value === 'elsewhere';
  return (
    <section class="phone" aria-label={t('call')} data-state={call.state} data-place={place.value}>
      <p class="phone-time" role="timer">
        <Elapsed since={call.answered_at ?? call.started_at} />
      </p>
      <div class="phone-who">
        <PhoneName call={call} />
        <p class="phone-line" role="status">
          {lineWords(call)}
        </p>
        <Levels call={call} own={own} />
      </div>
      {elsewhere ? <MoveHere call={call} own={own} /> : <Buttons call={call} own={own} />}
      <div class="phone-more">
        <RecordingLight call={call} own={own} />
        {pressed.value && <p class="phone-keys">{t('call-keys-pressed', { digits: pressed.value })}</p>}
        <Parties call={call} />
        {!elsewhere && <Notices own={own} />}
        {call.video && !elsewhere && <Pictures own={own} />}
      </div>
    </section>
  );
}

function PhoneName({ call }: { call: Call }) {
  const to = { page: 'inbox', conversation: call.conversation } as const;
  const here = route.value;
  if (here.page === 'inbox' && here.conversation === call.conversation)
    return (
      <p class="phone-name" dir="auto">
        {withWhom(call)}
      </p>
    );
  return (
    <Link class="phone-name" dir="auto" to={to}>
      {withWhom(call)}
    </Link>
  );
}

function Buttons({ call, own }: { call: Call; own: CallLeg }) {
  if (own.role === 'supervisor') return <SupervisorButtons call={call} own={own} />;
  if (own.party !== call.agent) return <GuestButtons call={call} />;
  return call.state === 'consulting' ? <ConsultButtons call={call} /> : <ServingButtons call={call} />;
}

/** How loud both sides are: theirs as the server hears them, mine as my microphone does. */
function Levels({ call, own }: { call: Call; own: CallLeg }) {
  if (place.value === 'elsewhere') return null;
  const their = customerLeg(call) ?? call.legs.find((leg) => leg.id !== own.id);
  return (
    <div class="phone-levels">
      <Meter label={t('call-their-level')} level={their ? loudnessOf(levels.value[their.id]) : 0} />
      {own.mode !== 'listen' && (
        <span class="phone-own">
          <Icon of={muted.value ? MicOff : Mic} size={12} />
          <Meter label={t('call-own-level')} level={loudness.value} />
        </span>
      )}
    </div>
  );
}

function MoveHere({ call, own }: { call: Call; own: CallLeg }) {
  return (
    <div class="phone-acts">
      <button type="button" class="phone-button wide" onClick={() => void join(call.call, own.id, true)}>
        {t('call-move-here')}
      </button>
    </div>
  );
}

/** What stands between the agent and being heard, with the way out of it. */
function Notices({ own }: { own: CallLeg }) {
  if (kept.value) return <Notice words={t('call-sound-kept')} act={t('call-play')} run={() => void play()} />;
  if (trouble.value && own.mode !== 'listen')
    return <Notice words={t(`microphone-${trouble.value}`)} act={t('retry')} run={() => void findVoice()} />;
  if (muted.value)
    return (
      <p class="phone-notice" role="status" data-pulse={unheard.value || undefined}>
        {t(unheard.value ? 'call-unheard' : 'call-muted')}
      </p>
    );
  return null;
}

function Notice({ words, act, run }: { words: string; act: string; run: () => void }) {
  return (
    <p class="phone-notice" role="alert">
      {words}{' '}
      <button type="button" class="phone-link" onClick={run}>
        {act}
      </button>
    </p>
  );
}
