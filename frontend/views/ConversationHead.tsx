/** Who and what this conversation is, who else looks at it, its tags, and what can be done with it. */
import { PanelRight } from 'lucide';
import { useState } from 'preact/hooks';
import { CallMenu } from '../call/CallMenu';
import { hasCall } from '../call/words';
import { useCommand } from '../commands';
import { dayOf, listOf, t } from '../l10n';
import { assign, reopen, wake } from '../state/acts';
import { may, meId, queueName } from '../state/centre';
import { following } from '../state/conversations';
import { customerShown } from '../state/layout';
import type { Conversation } from '../wire';
import { customerName, nameOf, whyHere } from '../words';
import { AssignDialog } from './AssignDialog';
import { CloseMenu } from './CloseMenu';
import { Icon } from './Icon';
import { SnoozeMenu } from './SnoozeMenu';
import { Tags } from './Tags';

export function ConversationHead({ row }: { row: Conversation }) {
  return (
    <header class="conversation-head" data-channel={row.channel}>
      <div class="conversation-title">
        <h2>{customerName(row)}</h2>
        <p class="conversation-sub">
          {row.subject || t('conversation-of', { day: dayOf(row.created_at) })}
          <span aria-hidden="true"> · </span>
          {row.agent === meId() && row.state === 'open' ? queueName(row.queue) || whyHere(row) : whyHere(row)}
        </p>
      </div>
      <Acts row={row} />
      <div class="conversation-under">
        <Tags row={row} />
        <Viewers id={row.id} />
      </div>
    </header>
  );
}

function Acts({ row }: { row: Conversation }) {
  const [assigning, setAssigning] = useState(false);
  const closed = row.state === 'closed';
  // While they talk, the conversation belongs to the call: the phone card hands it over and ends it.
  const calling = hasCall(row);
  useCommand('assign', closed || calling ? null : () => setAssigning(true));
  return (
    <div class="conversation-acts">
      <button
        type="button"
        class="button icon-only customer-toggle"
        aria-label={t('customer')}
        aria-pressed={customerShown.value}
        onClick={() => (customerShown.value = !customerShown.value)}
      >
        <Icon of={PanelRight} size={18} />
      </button>
      {!calling && !closed && may('conversations.handle') && <CallMenu row={row} />}
      {calling || row.erased ? null : closed ? (
        <button type="button" class="button filled" onClick={() => void reopen(row)}>
          {t('reopen')}
        </button>
      ) : (
        <>
          {(row.state === 'waiting' || row.state === 'offered') && (
            <button
              type="button"
              class="button"
              onClick={() => void assign(row, { kind: 'agent', id: meId(), name: nameOf(meId()) }, '')}
            >
              {t('take')}
            </button>
          )}
          <button type="button" class="button" aria-haspopup="dialog" onClick={() => setAssigning(true)}>
            {t('assign')}
          </button>
          {row.state === 'snoozed' ? (
            <button type="button" class="button" onClick={() => void wake(row)}>
              {t('wake')}
            </button>
          ) : (
            <SnoozeMenu row={row} />
          )}
          <CloseMenu row={row} />
        </>
      )}
      {assigning && <AssignDialog row={row} closed={() => setAssigning(false)} />}
    </div>
  );
}

function Viewers({ id }: { id: string }) {
  const others = following(id).viewers.value.filter((each) => each.id !== meId());
  if (others.length === 0) return null;
  const typing = others.filter((each) => each.typing);
  const names = listOf((typing.length ? typing : others).map((each) => each.name));
  const count = (typing.length ? typing : others).length;
  return <p class="viewers">{t(typing.length ? 'others-typing' : 'others-viewing', { names, count })}</p>;
}
