/** The shortcuts, as they are now. */
import { SHORTCUTS } from '../commands';
import { t } from '../l10n';
import { shortcuts } from '../settings';
import { Dialog } from './Dialog';
import { Keys } from './Keys';

const GROUPS = ['list', 'conversation', 'call', 'go'] as const;

export function HelpDialog({ closed }: { closed: () => void }) {
  return (
    <Dialog title={t('shortcuts')} closed={closed} dialogClass="help">
      {!shortcuts.value && <p class="quiet">{t('shortcuts-off')}</p>}
      <div class="help-groups">
        {GROUPS.map((group) => (
          <section key={group}>
            <h3>{t(`shortcuts-${group}`)}</h3>
            <dl>
              {SHORTCUTS.filter((each) => each.group === group).map(({ command, keys }) => (
                <div key={command}>
                  <dt>{t(`command-${command}`)}</dt>
                  <dd>
                    <Keys of={keys} />
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}
