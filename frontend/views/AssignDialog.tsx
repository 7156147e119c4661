/** Assign or transfer: who or which queue has it next, and a note to go with it. */
import { useState } from 'preact/hooks';
import { t } from '../l10n';
import { assign, type Target } from '../state/acts';
import type { Conversation } from '../wire';
import { customerName } from '../words';
import { Dialog } from './Dialog';
import { isOffline, TargetField } from './TargetField';

export function AssignDialog({ row, closed }: { row: Conversation; closed: () => void }) {
  const [chosen, setChosen] = useState<Target | null>(null);
  const [note, setNote] = useState('');

  async function submit(event: Event) {
    event.preventDefault();
    if (!chosen) return;
    closed();
    await assign(row, chosen, note.trim());
  }

  return (
    <Dialog title={t('assign-title', { name: customerName(row) })} closed={closed}>
      <form class="assign" onSubmit={submit}>
        <TargetField
          label={t('assign-to')}
          search={{ channel: 'chat', without: [row.agent], queues: true }}
          chosen={chosen}
          choose={setChosen}
        />
        <p class="assign-warning" role="status">
          {chosen && isOffline(chosen) && t('assign-offline', { name: chosen.name })}
        </p>
        <label class="field">
          <span class="field-name">{t('assign-note')}</span>
          <textarea class="input" rows={3} value={note} onInput={(event) => setNote(event.currentTarget.value)} />
        </label>
        <div class="dialog-acts">
          <button type="button" class="button" onClick={closed}>
            {t('cancel')}
          </button>
          <button type="submit" class="button filled" disabled={!chosen}>
            {t('assign')}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
