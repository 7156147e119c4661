/** Calls: those on the line, which supervisors can listen to and help in, and those that were. */

import { Headphones, PhoneCall } from 'lucide';
import { useEffect, useState } from 'preact/hooks';
import { moment, span, t } from '../l10n';
import type { Target } from '../state/acts';
import { agentName, may, meId, queueName } from '../state/centre';
import { Dialog } from '../views/Dialog';
import { Elapsed } from '../views/Elapsed';
import { Icon } from '../views/Icon';
import { Link } from '../views/Link';
import { isOffline, TargetField } from '../views/TargetField';
import { callColleague, type Supervising, supervise } from './acts';
import { failure, filter, liveCalls, load, more, pastCalls, watchCalls } from './board';
import { current, ownLeg } from './calls';
import { checking } from './check';
import type { CallDetail } from './wire';

export function CallsPage() {
  const [calling, setCalling] = useState(false);
  useEffect(watchCalls, []);
  return (
    <main class="calls" aria-label={t('calls')}>
      <header class="calls-head">
        <h1 class="grow">{t('calls')}</h1>
        <button type="button" class="button" onClick={() => (checking.value = true)}>
          <Icon of={Headphones} size={16} />
          {t('microphone-check')}
        </button>
        <button
          type="button"
          class="button filled"
          aria-haspopup="dialog"
          disabled={current.value !== null}
          onClick={() => setCalling(true)}
        >
          <Icon of={PhoneCall} size={16} />
          {t('call-colleague')}
        </button>
      </header>
      {failure.value && (
        <p class="calls-failure" role="alert">
          {failure.value}{' '}
          <button type="button" class="link" onClick={() => void load()}>
            {t('retry')}
          </button>
        </p>
      )}
      <LiveCalls />
      <PastCalls />
      {calling && <ColleagueDialog closed={() => setCalling(false)} />}
    </main>
  );
}

function LiveCalls() {
  const live = liveCalls.value;
  return (
    <section aria-labelledby="calls-live">
      <h2 id="calls-live">{t('calls-live', { count: live?.length ?? 0 })}</h2>
      {live?.length === 0 && <p class="quiet">{t('calls-none')}</p>}
      <ul class="call-rows">
        {live?.map((call) => (
          <li key={call.call} class="call-row" data-state={call.state}>
            <span class="call-time">
              <Elapsed since={call.answered_at ?? call.started_at} />
            </span>
            <Who call={call} />
            <span class="call-how">{t(`call-state-${call.state}`)}</span>
            <Supervise call={call} />
          </li>
        ))}
      </ul>
    </section>
  );
}

const MODES: Supervising[] = ['listen', 'whisper', 'join', 'takeover'];

function Supervise({ call }: { call: CallDetail }) {
  const serves = call.agent !== null && call.agent !== meId() && call.answered_at !== null;
  if (!may('calls.supervise') || !serves || call.direction === 'internal') return null;
  const mine = current.value;
  // In another call, or in this one as an agent, there is nothing to supervise.
  const engaged = mine !== null && (mine.call !== call.call || ownLeg(mine)?.role === 'agent');
  return (
    <span class="call-supervise">
      {MODES.map((mode) => (
        <button
          key={mode}
          type="button"
          class="button"
          disabled={engaged}
          aria-pressed={mode === 'takeover' ? undefined : mine?.call === call.call && ownLeg(mine)?.mode === mode}
          onClick={() => void supervise(call.call, mode)}
        >
          {t(`supervise-${mode}`)}
        </button>
      ))}
    </span>
  );
}

function PastCalls() {
  return (
    <section aria-labelledby="calls-past">
      <div class="calls-past-head">
        <h2 id="calls-past" class="grow">
          {t('calls-past')}
        </h2>
        {(['all', 'missed'] as const).map((each) => (
          <button
            key={each}
            type="button"
            class="kind"
            aria-pressed={filter.value === each}
            onClick={() => (filter.value = each)}
          >
            {t(`calls-${each}`)}
          </button>
        ))}
      </div>
      {liveCalls.value && pastCalls.value.length === 0 && <p class="quiet">{t('calls-none-past')}</p>}
      <ul class="call-rows">
        {pastCalls.value.map((call) => (
          <li key={call.call} class="call-row">
            <time class="call-time" dateTime={call.started_at}>
              {moment(call.started_at)}
            </time>
            <Who call={call} />
            <span class="call-how">{howItWent(call)}</span>
            <span class="quiet">{call.answered_at && span(call.talked_seconds)}</span>
          </li>
        ))}
      </ul>
      {more.value && (
        <button type="button" class="link" onClick={() => void load(more.value)}>
          {t('load-more')}
        </button>
      )}
    </section>
  );
}

function howItWent(call: CallDetail): string {
  if (call.callback) return t('call-title-callback');
  if (call.recordings.some((each) => each.voicemail)) return t('call-title-voicemail');
  return call.state === 'ended' ? t(`call-went-${call.direction}`) : t(`call-title-${call.state}`);
}

function Who({ call }: { call: CallDetail }) {
  const to = { page: 'inbox', conversation: call.conversation } as const;
  const agents = call.agents.map((id) => agentName(id)).filter(Boolean);
  return (
    <span class="call-who">
      <Link dir="auto" to={to}>
        {call.customer_name || t('visitor')}
      </Link>
      <span class="quiet">{[queueName(call.queue), ...agents].filter(Boolean).join(', ')}</span>
    </span>
  );
}

function ColleagueDialog({ closed }: { closed: () => void }) {
  const [chosen, setChosen] = useState<Target | null>(null);
  const away = chosen !== null && isOffline(chosen);
  function submit(event: Event) {
    event.preventDefault();
    if (!chosen || away) return;
    closed();
    void callColleague(chosen.id);
  }
  return (
    <Dialog title={t('call-colleague')} closed={closed}>
      <form class="assign" onSubmit={submit}>
        <TargetField
          label={t('call-whom')}
          search={{ channel: 'call', without: [meId()], queues: false }}
          chosen={chosen}
          choose={setChosen}
        />
        <p class="assign-warning" role="status">
          {away && t('call-not-here', { name: chosen.name })}
        </p>
        <div class="dialog-acts">
          <button type="button" class="button" onClick={closed}>
            {t('cancel')}
          </button>
          <button type="submit" class="button filled" disabled={!chosen || away}>
            {t('call-now')}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
