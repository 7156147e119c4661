/** Who spoke how much in a call, as a bar and in words; measured from packets, never from what was said. */
import { span, t } from '../l10n';
import type { CallParty } from './story';
import type { Speech } from './wire';

export function SpeechBalance({ speech, parties }: { speech: Speech; parties: Readonly<Record<string, CallParty>> }) {
  const talkers = Object.entries(speech.legs)
    .map(([leg, said]) => ({ leg, ...said, party: parties[leg] }))
    .filter(({ talk_seconds }) => talk_seconds > 0);
  if (talkers.length === 0) return null;
  const greeting = talkers.find(({ party }) => party?.role === 'agent')?.first_word_seconds;
  return (
    <details class="balance">
      <summary>
        <span class="unseen">{t('balance')}: </span>
        <span class="balance-bar" aria-hidden="true">
          {talkers.map(({ leg, talk_share, party }) => (
            <span key={leg} data-role={party?.role} style={{ flexGrow: talk_share }} />
          ))}
        </span>
        <span class="balance-words">
          {talkers
            .map(({ party, talk_share }) =>
              t('balance-share', { name: party?.name || t('visitor'), percent: Math.round(talk_share * 100) }),
            )
            .join(', ')}
        </span>
      </summary>
      <dl class="facts">
        <Fact name={t('balance-together')} seconds={speech.overtalk_seconds} />
        <Fact name={t('balance-silence')} seconds={speech.longest_silence_seconds} />
        {typeof greeting === 'number' && <Fact name={t('balance-greeting')} seconds={greeting} />}
        {talkers.map(({ leg, party, interruptions }) => (
          <div key={leg}>
            <dt>{t('balance-interrupted', { name: party?.name || t('visitor') })}</dt>
            <dd>{interruptions}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}

function Fact({ name, seconds }: { name: string; seconds: number }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{span(seconds)}</dd>
    </div>
  );
}
