/** The palette: one field for every command that can be given now, every conversation, customers by name and messages by their words. */
import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { canRun, run, SHORTCUTS } from '../commands';
import { t } from '../l10n';
import { go } from '../route';
import { SHORTEST } from '../search/asking';
import { everywhere, type Found, remoteItems } from '../search/palette';
import { conversations } from '../state/inbox';
import type { Conversation } from '../wire';
import { customerName, whyHere } from '../words';
import { Dialog } from './Dialog';
import { Keys } from './Keys';
import { Marked } from './Marked';

const MOST = 12;
/** Of what is known here, when words are also looked for on the server. */
const MOST_LOCAL = 4;
const PAUSE_MS = 200;
const HIDDEN = new Set(['palette', 'search', 'next', 'previous', 'open']);

export function Palette({ closed }: { closed: () => void }) {
  const listId = useId();
  const [query, setQuery] = useState('');
  const [active, setActive] = useState(0);
  const [remote, setRemote] = useState<Found[]>([]);
  // What can be done is what could be done before the palette itself opened.
  const commands = useRef(commandItems()).current;
  const wanted = query.trim().toLocaleLowerCase();
  const local = [...commands, ...conversationItems()].filter((each) =>
    `${each.title} ${each.hint}`.toLocaleLowerCase().includes(wanted),
  );
  const known = new Set(local.map((each) => each.id));
  const isAsked = wanted.length >= SHORTEST;
  const found = isAsked
    ? [...local.slice(0, MOST_LOCAL), ...remote.filter((each) => !known.has(each.id))].slice(0, MOST - 1)
    : local.slice(0, MOST);
  if (isAsked) found.push(everywhere(query.trim()));

  useEffect(() => {
    setActive(0);
    setRemote([]);
    if (!isAsked) return;
    let late = false;
    const timer = setTimeout(async () => {
      const items = await remoteItems(wanted, conversationItem);
      if (!late) setRemote(items);
    }, PAUSE_MS);
    return () => {
      late = true;
      clearTimeout(timer);
    };
  }, [wanted]);

  function choose(item: Found | undefined) {
    if (!item) return;
    closed();
    // The dialog gives the focus back first; what was chosen may want it.
    requestAnimationFrame(item.act);
  }
  function key(event: KeyboardEvent) {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step) setActive((active + step + found.length) % Math.max(found.length, 1));
    else if (event.key === 'Enter' && !event.isComposing) choose(found[active]);
    else return;
    event.preventDefault();
  }
  return (
    <Dialog title={t('command-palette')} closed={closed} dialogClass="palette" quiet>
      <input
        class="palette-field"
        role="combobox"
        aria-expanded="true"
        aria-controls={listId}
        aria-autocomplete="list"
        aria-activedescendant={found[active] ? `${listId}-${active}` : undefined}
        aria-label={t('palette-hint')}
        placeholder={t('palette-hint')}
        autofocus
        value={query}
        onInput={(event) => setQuery(event.currentTarget.value)}
        onKeyDown={key}
      />
      <div id={listId} role="listbox" class="targets" aria-label={t('command-palette')}>
        {found.map((item, index) => (
          // biome-ignore lint/a11y/useFocusableInteractive lint/a11y/useKeyWithClickEvents: the field has the focus
          <div
            key={item.id}
            id={`${listId}-${index}`}
            role="option"
            class="target"
            aria-selected={index === active}
            onClick={() => choose(item)}
          >
            <span class="grow" dir="auto">
              {item.marked ? <Marked of={item.marked} /> : item.title}
            </span>
            {item.keys ? <Keys of={item.keys} /> : <span class="quiet">{item.hint}</span>}
          </div>
        ))}
      </div>
      {found.length === 0 && <p class="menu-empty">{t('palette-nothing')}</p>}
    </Dialog>
  );
}

function commandItems(): Found[] {
  return SHORTCUTS.filter(({ command }) => !HIDDEN.has(command) && canRun(command)).map(({ command, keys }) => {
    return { id: command, title: t(`command-${command}`), hint: '', keys, act: () => run(command) };
  });
}

function conversationItems(): Found[] {
  return [...conversations.value.values()].map(conversationItem);
}

function conversationItem(row: Conversation): Found {
  const act = () => go({ page: 'inbox', conversation: row.id });
  return { id: row.id, title: customerName(row), hint: row.subject || whyHere(row), act };
}
