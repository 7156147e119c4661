/** What keeps the composer of an email answer right: the proposal is asked for again when it may have changed, and what is taken back comes in. */
import { useEffect } from 'preact/hooks';
import type { Written } from '../state/compose';
import { following } from '../state/conversations';
import { turn, write, writtenIn } from '../state/drafts';
import { loadReply, type Reply, replyTo } from '../state/replies';
import { returned } from '../state/undo';
import type { Conversation, File } from '../wire';

/** What may change whom an answer goes to. */
const CHANGES = new Set(['ConversationStarted', 'MessageReceived', 'CustomerIntroduced']);

/** The answer the server proposes for a conversation; asked again when the customer has written or said who they are. */
export function useReply(row: Conversation): Reply {
  const { timeline, loading } = following(row.id);
  const last = timeline.value.events.findLast((event) => CHANGES.has(event.type))?.number ?? 0;
  useEffect(() => {
    if (!loading.value) void loadReply(row.id);
  }, [row.id, last, loading.value]);
  return replyTo(row.id);
}

/** Takes in what was taken back: behind nothing it replaces nothing, before other words it stands first. */
export function useReturned(conversation: string, taken: (written: Written, files: File[]) => void): void {
  const place = returned(conversation);
  const value = place.value;
  useEffect(() => {
    if (!value) return;
    place.value = null;
    const now = writtenIn(conversation).texts.email;
    const words = [value.text, now].filter(Boolean).join('\n\n');
    if (value.envelope) replyTo(conversation).changed.value = value.envelope;
    write(conversation, 'email', words);
    taken(turn(conversation, 'email'), value.files);
  }, [value]);
}
