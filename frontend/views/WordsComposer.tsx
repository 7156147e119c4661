/** Words for the chat or a note: templates on "/", mentions on "@", files and emoji; Enter sends. */
import { useEffect, useRef } from 'preact/hooks';
import { t } from '../l10n';
import { line } from '../socket';
import { reopen } from '../state/acts';
import { agents, meId } from '../state/centre';
import { lookupAt, mentioned } from '../state/compose';
import { send } from '../state/outbox';
import type { Channel, Conversation } from '../wire';
import { ComposerTools } from './ComposerTools';
import { useTyping } from './composing';
import { useField } from './field';
import { type Suggestion, Suggestions, useSuggestions } from './Suggestions';
import { aboutRow, useTemplates } from './templating';
import { Unfilled } from './Unfilled';
import { UploadList, type Uploads } from './Uploads';

/** What every kind of composer gets. */
export interface Writing {
  row: Conversation;
  text: string;
  change: (text: string) => void;
  uploads: Uploads;
  /** Counts the times that the focus was asked for. */
  focused: number;
  sent: () => void;
}

/** What the server takes in one message. */
const MOST_CHARACTERS = 8_000;

export function WordsComposer({ row, kind, text, change, uploads, focused, sent }: Writing & { kind: Channel }) {
  const note = kind === 'note';
  const reopening = useRef(false);
  const typing = useTyping(row.id);
  const field = useField(text, (next) => {
    change(next);
    if (!note) typing(next !== '');
  });
  const { suggestions: found, unfilled } = useTemplates(!note, text, field, aboutRow(row, 'chat'));
  const lookup = note ? lookupAt(text, field.caret, '@') : null;
  const people = useSuggestions(lookup ? agentItems(lookup.query) : [], lookup ? `@${lookup.from}` : '', (item) => {
    if (lookup) field.insert(item.words, lookup.from, field.caret);
  });
  const suggestions = note ? people : found;
  useEffect(() => {
    if (focused) field.focus();
    field.setCaret(text.length);
  }, [focused]);
  useEffect(() => () => typing(false), []);

  async function submit() {
    const words = text.trim();
    if ((!words && uploads.files.length === 0) || uploads.busy) return;
    // Writing to the customer is what reopens a closed conversation; a note leaves it closed.
    if (row.state === 'closed' && !note) {
      if (reopening.current) return;
      reopening.current = true;
      const reopened = await reopen(row);
      reopening.current = false;
      if (!reopened) return;
    }
    send(row.id, kind, words, uploads.files, note ? mentioned(words, agents.value.values()) : []);
    sent();
    typing(false);
  }
  function key(event: KeyboardEvent) {
    if (event.isComposing || suggestions.key(event)) return;
    if (event.key === 'Enter' && !event.shiftKey && !event.altKey) {
      event.preventDefault();
      void submit();
    } else if (event.key === 'Escape') {
      (event.currentTarget as HTMLElement).blur();
    }
  }

  return (
    <div class="composer-box">
      <Suggestions of={suggestions} label={t(note ? 'mentions' : 'templates')} />
      <textarea
        {...field.props}
        rows={1}
        maxLength={MOST_CHARACTERS}
        aria-label={t(`composer-${kind}-label`)}
        placeholder={t(row.state === 'closed' && !note ? 'composer-closed-hint' : `composer-${kind}-hint`)}
        aria-autocomplete="list"
        aria-haspopup="listbox"
        aria-controls={suggestions.open ? suggestions.id : undefined}
        aria-activedescendant={suggestions.open ? suggestions.activeId : undefined}
        onKeyDown={key}
        onBlur={() => typing(false)}
        onPaste={uploads.pasted}
      />
      <UploadList of={uploads} />
      <Unfilled names={unfilled} />
      <div class="composer-foot">
        <ComposerTools attach={uploads.add} insert={(words) => field.insert(words)} />
        <span class="composer-hint">{t(line.value.up ? 'composer-keys' : 'composer-offline')}</span>
        <button
          type="button"
          class="button filled send"
          disabled={uploads.busy}
          onClick={() => {
            void submit();
            field.focus();
          }}
        >
          {t(note ? 'add-note' : 'send')}
        </button>
      </div>
    </div>
  );
}

function agentItems(query: string): Suggestion[] {
  const wanted = query.toLocaleLowerCase();
  return [...agents.value.values()]
    .filter((agent) => agent.id !== meId() && agent.active && agent.name.toLocaleLowerCase().includes(wanted))
    .map(({ id, name }) => ({ id, title: name, hint: '', below: '', words: `@${name} ` }));
}
