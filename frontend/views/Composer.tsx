/** The composer: chat or note, with templates on "/", mentions on "@", files, emoji and a draft that is kept. */
import { useEffect, useRef, useState } from 'preact/hooks';
import { useCommand } from '../commands';
import { t } from '../l10n';
import { line } from '../socket';
import { reopen } from '../state/acts';
import { agents, me, meId, templates } from '../state/centre';
import { expanded, lookupAt, matching, mentioned, replaced } from '../state/compose';
import { sentDraft, turn, write, writtenIn } from '../state/drafts';
import { send } from '../state/outbox';
import type { Channel, Conversation } from '../wire';
import { ComposerTools } from './ComposerTools';
import { useServerDraft, useTyping } from './composing';
import { type Suggestion, Suggestions, useSuggestions } from './Suggestions';
import { UploadList, useUploads } from './Uploads';

/** The ways to answer; another channel's adapter adds its own here, with `composer-KIND` and `composer-KIND-hint`. */
const KINDS: Channel[] = ['chat', 'note'];

/** What the server takes in one message. */
const MOST_CHARACTERS = 8_000;

export function Composer({ row }: { row: Conversation }) {
  const [written, setWritten] = useState(() => writtenIn(row.id));
  const kind = written.channel;
  const text = written.texts[kind] ?? '';
  const [caret, setCaret] = useState(0);
  const [missing, setMissing] = useState<string[]>([]);
  const field = useRef<HTMLTextAreaElement>(null);
  const reopening = useRef(false);
  const typing = useTyping(row.id);
  const uploads = useUploads(row.id, kind);

  useServerDraft(row.id, setWritten);
  useEffect(() => {
    const element = field.current;
    if (!element) return;
    element.style.height = 'auto';
    element.style.height = `${element.scrollHeight}px`;
  }, [text, kind]);

  function focusOn(next: Channel) {
    field.current?.focus();
    if (next === kind) return;
    const turned = turn(row.id, next);
    setWritten(turned);
    setCaret(turned.texts[next]?.length ?? 0);
    typing(false);
  }
  useCommand('reply', () => focusOn('chat'));
  useCommand('note', () => focusOn('note'));

  function change(next: string, at: number) {
    setWritten(write(row.id, kind, next));
    setCaret(at);
    if (kind !== 'note') typing(next !== '');
  }
  function insert(words: string, from = caret, to = caret) {
    const next = replaced(text, { query: '', from }, to, words);
    change(next.text, next.caret);
    requestAnimationFrame(() => {
      field.current?.focus();
      field.current?.setSelectionRange(next.caret, next.caret);
    });
  }
  async function submit() {
    const words = text.trim();
    if ((!words && uploads.files.length === 0) || uploads.busy) return;
    // Writing to the customer is what reopens a closed conversation; a note leaves it closed.
    if (row.state === 'closed' && kind === 'chat') {
      if (reopening.current) return;
      reopening.current = true;
      const reopened = await reopen(row);
      reopening.current = false;
      if (!reopened) return;
    }
    send(row.id, kind, words, uploads.files, kind === 'note' ? mentioned(words, agents.value.values()) : []);
    setWritten(sentDraft(row.id, kind));
    setMissing([]);
    uploads.clear();
    typing(false);
  }

  const unfilled = missing.filter((name) => text.includes(`{${name}}`));
  const sign = kind === 'note' ? '@' : '/';
  const lookup = lookupAt(text, caret, sign);
  const suggestions = useSuggestions(
    lookup ? (sign === '/' ? templateItems(lookup.query, row) : agentItems(lookup.query)) : [],
    lookup ? `${sign}${lookup.from}` : '',
    (item) => {
      if (!lookup) return;
      const values = { customer: row.customer.name.split(' ')[0] ?? '', agent: me.value.name.split(' ')[0] ?? '' };
      const filled = sign === '/' ? expanded(item.words, values) : { text: item.words, missing: [] };
      insert(filled.text, lookup.from, caret);
      setMissing(filled.missing);
    },
  );

  function key(event: KeyboardEvent) {
    if (event.isComposing || suggestions.key(event)) return;
    if (event.key === 'Enter' && !event.shiftKey && !event.altKey) {
      event.preventDefault();
      void submit();
    } else if (event.key === 'Escape') {
      field.current?.blur();
    }
  }

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping a file is one of three ways to attach it
    <div class="composer" data-kind={kind} onDragOver={(event) => event.preventDefault()} onDrop={uploads.dropped}>
      <div class="kinds">
        {KINDS.map((each) => (
          <button key={each} type="button" class="kind" aria-pressed={each === kind} onClick={() => focusOn(each)}>
            {t(`composer-${each}`)}
          </button>
        ))}
      </div>
      <div class="composer-box">
        <Suggestions of={suggestions} label={t(sign === '/' ? 'templates' : 'mentions')} />
        <textarea
          ref={field}
          rows={1}
          maxLength={MOST_CHARACTERS}
          dir="auto"
          aria-label={t(`composer-${kind}-label`)}
          placeholder={t(row.state === 'closed' && kind === 'chat' ? 'composer-closed-hint' : `composer-${kind}-hint`)}
          aria-autocomplete="list"
          aria-haspopup="listbox"
          aria-controls={suggestions.open ? suggestions.id : undefined}
          aria-activedescendant={suggestions.open ? suggestions.activeId : undefined}
          value={text}
          onInput={({ currentTarget }) => change(currentTarget.value, currentTarget.selectionStart)}
          onSelect={({ currentTarget }) => setCaret(currentTarget.selectionStart)}
          onKeyDown={key}
          onBlur={() => typing(false)}
          onPaste={uploads.pasted}
        />
        <UploadList of={uploads} />
        {unfilled.length > 0 && (
          <p class="composer-warning" role="status">
            {t('template-missing', { names: unfilled.map((name) => `{${name}}`).join(', ') })}
          </p>
        )}
        <div class="composer-foot">
          <ComposerTools attach={uploads.add} insert={(words) => insert(words)} />
          <span class="composer-hint">{t(line.value.up ? 'composer-keys' : 'composer-offline')}</span>
          <button
            type="button"
            class="button filled send"
            disabled={uploads.busy}
            onClick={() => {
              void submit();
              field.current?.focus();
            }}
          >
            {t(kind === 'note' ? 'add-note' : 'send')}
          </button>
        </div>
      </div>
    </div>
  );
}

function templateItems(query: string, row: Conversation): Suggestion[] {
  return matching(templates.value, query, row.queue).map(({ id, name, text, shortcut }) => {
    return { id, title: name, hint: shortcut ? `/${shortcut.replace(/^\//, '')}` : '', below: text, words: text };
  });
}

function agentItems(query: string): Suggestion[] {
  const wanted = query.toLocaleLowerCase();
  return [...agents.value.values()]
    .filter((agent) => agent.id !== meId() && agent.active && agent.name.toLocaleLowerCase().includes(wanted))
    .map(({ id, name }) => ({ id, title: name, hint: '', below: '', words: `@${name} ` }));
}
