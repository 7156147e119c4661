/** Close: with one of the centre's outcomes, or without. */
import { t } from '../l10n';
import { close as closeConversation } from '../state/acts';
import { outcomes } from '../state/centre';
import type { Conversation } from '../wire';
import { wordFor } from '../words';
import { Popover } from './Popover';

export function CloseMenu({ row }: { row: Conversation }) {
  return (
    <Popover label={t('close')} buttonClass="button filled" panelClass="menu" button={t('close')} command="close">
      {(done) => {
        const choose = (outcome: string | null) => {
          done();
          void closeConversation(row, outcome);
        };
        return (
          <>
            <p class="menu-label">{t('close-with')}</p>
            {outcomes.value.map((outcome) => (
              <button key={outcome} type="button" class="menu-item" onClick={() => choose(outcome)}>
                {wordFor('outcome', outcome)}
              </button>
            ))}
            <hr />
            <button type="button" class="menu-item" onClick={() => choose(null)}>
              {t('close-without')}
            </button>
          </>
        );
      }}
    </Popover>
  );
}
