/** The words of a mail: a text field with a little formatting, templates on "/" and files; Ctrl+Enter sends. */
import { Bold, Italic, Link, List, MessageSquarePlus } from 'lucide';
import type { ComponentChildren } from 'preact';
import { useEffect } from 'preact/hooks';
import { t } from '../l10n';
import { line } from '../socket';
import { chatLink } from '../state/acts';
import { linked, listed, marked, type Selected } from '../state/markup';
import { undo, undoable } from '../state/undo';
import { ComposerTools } from '../views/ComposerTools';
import { useField } from '../views/field';
import { Icon } from '../views/Icon';
import { Suggestions } from '../views/Suggestions';
import { type About, useTemplates } from '../views/templating';
import { Unfilled } from '../views/Unfilled';
import { UploadList, type Uploads } from '../views/Uploads';
import type { FilledTemplate } from '../wire';

interface Props {
  text: string;
  change: (text: string) => void;
  about: About;
  uploads: Uploads;
  /** Counts the times that the focus was asked for. */
  focused: number;
  /** The conversation to whose chat the customer can be invited; without one there is no chat yet. */
  conversation?: string;
  /** Shows the field alone, until it is written in. */
  compact?: boolean;
  taken: (template: FilledTemplate) => void;
  submit: () => void;
  /** What stands between the words and the foot: signature, quoted words, warnings. */
  children: ComponentChildren;
  /** The button that sends. */
  send: ComponentChildren;
}

const MOST_CHARACTERS = 100_000;

const MARKS = [
  { name: 'bold', icon: Bold, key: 'b', apply: (selected: Selected) => marked(selected, '**') },
  { name: 'italic', icon: Italic, key: 'i', apply: (selected: Selected) => marked(selected, '_') },
  { name: 'list', icon: List, key: null, apply: listed },
  { name: 'link', icon: Link, key: null, apply: linked },
];

export function MailText(props: Props) {
  const { text, change, about, uploads, focused, conversation, compact = false, taken, submit, children, send } = props;
  const field = useField(text, change);
  const { suggestions, unfilled } = useTemplates(true, text, field, about, taken);
  useEffect(() => {
    if (focused) field.focus();
    field.setCaret(text.length);
  }, [focused]);

  function key(event: KeyboardEvent) {
    if (event.isComposing || suggestions.key(event)) return;
    const mod = (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey;
    const mark = mod && MARKS.find((each) => each.key === event.key.toLowerCase());
    if (mark) field.put(mark.apply(field.selected()));
    else if (mod && event.key === 'Enter') submit();
    // An empty field has nothing of its own to take back.
    else if (mod && event.key.toLowerCase() === 'z' && !text && undoable.value) void undo();
    else {
      if (event.key === 'Escape') (event.currentTarget as HTMLElement).blur();
      return;
    }
    event.preventDefault();
  }
  async function invite(to: string) {
    const url = await chatLink(to);
    if (url) field.insert(url);
  }
  return (
    <>
      <div class="mail-write">
        <Suggestions of={suggestions} label={t('templates')} />
        <textarea
          {...field.props}
          rows={compact ? 1 : 3}
          maxLength={MOST_CHARACTERS}
          aria-label={t('composer-email-label')}
          placeholder={t('composer-email-hint')}
          aria-autocomplete="list"
          aria-haspopup="listbox"
          aria-controls={suggestions.open ? suggestions.id : undefined}
          aria-activedescendant={suggestions.open ? suggestions.activeId : undefined}
          onKeyDown={key}
          onPaste={uploads.pasted}
        />
      </div>
      {!compact && children}
      <UploadList of={uploads} />
      <Unfilled names={unfilled} />
      <div class="composer-foot" hidden={compact}>
        <ComposerTools attach={uploads.add} insert={(words) => field.insert(words)} />
        <span class="format-bar" role="toolbar" aria-label={t('format')}>
          {MARKS.map(({ name, icon, apply }) => (
            <button
              key={name}
              type="button"
              class="icon-button"
              aria-label={t(`format-${name}`)}
              title={t(`format-${name}`)}
              onClick={() => field.put(apply(field.selected()))}
            >
              <Icon of={icon} size={18} />
            </button>
          ))}
          {conversation && (
            <button
              type="button"
              class="icon-button"
              aria-label={t('chat-link')}
              title={t('chat-link')}
              onClick={() => void invite(conversation)}
            >
              <Icon of={MessageSquarePlus} size={18} />
            </button>
          )}
        </span>
        <span class="composer-hint">{t(line.value.up ? 'composer-mail-keys' : 'composer-offline')}</span>
        {send}
      </div>
    </>
  );
}
