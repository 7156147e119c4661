/** One conversation: its head, its timeline, its composer; loading, failing and not-found included. */
import { MessagesSquare, SearchX, Unplug } from 'lucide';
import { useEffect } from 'preact/hooks';
import { PhonePlace } from '../call/PhoneCard';
import { t } from '../l10n';
import { following, leave, open } from '../state/conversations';
import { conversations } from '../state/inbox';
import { last } from '../state/timeline';
import { useSought } from '../timeline/seek';
import { Blank } from './Blank';
import { Composer } from './Composer';
import { ConversationHead } from './ConversationHead';
import { Delayed } from './Delayed';
import { Timeline } from './Timeline';

export function ConversationPane({ id }: { id: string }) {
  const row = conversations.value.get(id);
  const { loading, failure, timeline } = following(id);
  useEffect(() => {
    void open(id);
    return () => leave(id);
  }, [id]);
  useSought(id);

  const nothing = last(timeline.value) === 0;
  const gone = !row && !nothing;
  if (gone || (nothing && (failure.value?.code === 'not_found' || failure.value?.code === 'forbidden'))) {
    return <Blank icon={SearchX} title={t('conversation-missing')} text={t('conversation-missing-text')} />;
  }
  if (failure.value && nothing) {
    const retry = () => void open(id);
    return <Blank icon={Unplug} title={t('conversation-failed')} text={failure.value.message} retry={retry} />;
  }
  return (
    <>
      {row ? <ConversationHead row={row} /> : <header class="conversation-head" />}
      <PhonePlace conversation={id} />
      {nothing && loading.value ? (
        <div class="timeline-frame">
          <Delayed>
            <Skeleton />
          </Delayed>
        </div>
      ) : (
        row && <Timeline row={row} />
      )}
      {row?.erased && <p class="erased-line">{t('erase-left')}</p>}
      {row && !row.erased && <Composer key={id} row={row} />}
    </>
  );
}

export function NoConversation() {
  return <Blank icon={MessagesSquare} title={t('choose-conversation')} text={t('choose-conversation-text')} />;
}

function Skeleton() {
  return (
    <div class="skeleton" role="status">
      <span class="unseen">{t('loading')}</span>
      {['62%', '40%', '74%', '52%'].map((width) => (
        <span key={width} class="skeleton-line" style={{ width }} />
      ))}
    </div>
  );
}
