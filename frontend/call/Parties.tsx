/** Everybody in a call of more than two, with what each is doing; whoever serves it may ask a colleague to go. */
import { UserRoundMinus } from 'lucide';
import { t } from '../l10n';
import { meId } from '../state/centre';
import { Icon } from '../views/Icon';
import { remove } from './acts';
import { levels, others } from './calls';
import { loudnessOf, Meter } from './Meter';
import type { Call } from './wire';
import { partyWords } from './words';

export function Parties({ call }: { call: Call }) {
  const there = others(call);
  if (there.length < 2) return null;
  const serving = call.agent === meId();
  return (
    <ul class="parties" aria-label={t('call-parties')}>
      {there.map((leg) => (
        <li key={leg.id} data-state={leg.state}>
          <Meter
            label={t('call-level-of', { name: leg.name || t('visitor') })}
            level={loudnessOf(levels.value[leg.id])}
          />
          <span class="party-name" dir="auto">
            {leg.name || t('visitor')}
          </span>
          <span class="party-doing">{partyWords(call, leg)}</span>
          {serving && leg.role === 'agent' && (
            <button
              type="button"
              class="phone-link"
              aria-label={t('call-remove', { name: leg.name })}
              title={t('call-remove', { name: leg.name })}
              onClick={() => void remove(call, leg)}
            >
              <Icon of={UserRoundMinus} size={16} />
            </button>
          )}
        </li>
      ))}
    </ul>
  );
}
