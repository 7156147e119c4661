/** Whom else: talk first or give the call away at once, or ask somebody in; the note goes along to who is next. */
import { useState } from 'preact/hooks';
import { t } from '../l10n';
import type { Target } from '../state/acts';
import { Dialog } from '../views/Dialog';
import { isOffline, TargetField } from '../views/TargetField';
import { add, consult, transfer } from './acts';
import { handOver } from './handOver';
import type { Call } from './wire';
import { withWhom } from './words';

export function CallToDialog({
  call,
  purpose,
  closed,
}: {
  call: Call;
  purpose: 'transfer' | 'add';
  closed: () => void;
}) {
  const [chosen, setChosen] = useState<Target | null>(null);
  const [note, setNote] = useState('');
  const transfers = purpose === 'transfer';
  const search = { channel: 'call', without: call.legs.map((leg) => leg.party), queues: transfers } as const;
  const away = chosen !== null && isOffline(chosen);
  const ready = chosen !== null && !away;

  /** Talking first is the usual way, and a queue cannot be talked with. */
  function submit(event: Event) {
    event.preventDefault();
    if (!ready) return;
    closed();
    handOver.value = note.trim();
    if (!transfers) void add(call, chosen.id);
    else if (chosen.kind === 'agent') void consult(call, chosen.id);
    else void transfer(call, chosen, note.trim());
  }
  function transferNow() {
    if (!ready) return;
    closed();
    void transfer(call, chosen, note.trim());
  }

  const talksFirst = transfers && chosen?.kind !== 'queue';
  return (
    <Dialog title={t(transfers ? 'call-transfer-title' : 'call-add-title', { name: withWhom(call) })} closed={closed}>
      <form class="assign" onSubmit={submit}>
        <TargetField label={t('assign-to')} search={search} chosen={chosen} choose={setChosen} />
        <p class="assign-warning" role="status">
          {away && t('call-not-here', { name: chosen.name })}
        </p>
        {transfers && (
          <label class="field">
            <span class="field-name">{t('assign-note')}</span>
            <textarea class="input" rows={3} value={note} onInput={(event) => setNote(event.currentTarget.value)} />
          </label>
        )}
        <div class="dialog-acts">
          <button type="button" class="button" onClick={closed}>
            {t('cancel')}
          </button>
          {talksFirst && (
            <button type="button" class="button" disabled={!ready} onClick={transferNow}>
              {t('call-transfer-now')}
            </button>
          )}
          <button type="submit" class="button filled" disabled={!ready}>
            {t(transfers ? (talksFirst ? 'call-talk-first' : 'call-transfer-now') : 'call-add')}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
