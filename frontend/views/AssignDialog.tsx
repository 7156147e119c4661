/** Assign or transfer: one field that finds agents (presence, load) and queues (waiting), and a note to go with it. */
import { useId, useState } from 'preact/hooks';
import { ago, t } from '../l10n';
import { assign, type Target } from '../state/acts';
import { agents, meId, queueLoads, queues } from '../state/centre';
import { halfMinutes } from '../state/clock';
import type { Agent, Conversation, Presence, Queue } from '../wire';
import { customerName, presenceWords } from '../words';
import { Avatar } from './Avatar';
import { Dialog } from './Dialog';

interface Found extends Target {
  hint: string;
  presence: Presence | null;
}

const MOST = 8;

export function AssignDialog({ row, closed }: { row: Conversation; closed: () => void }) {
  const listId = useId();
  const [query, setQuery] = useState('');
  const [active, setActive] = useState(0);
  const [chosen, setChosen] = useState<Found | null>(null);
  const [note, setNote] = useState('');
  const found = targets(query, row);

  function key(event: KeyboardEvent) {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    const target = found[active];
    if (step) setActive((active + step + found.length) % Math.max(found.length, 1));
    else if (event.key === 'Enter' && target) setChosen(target);
    else return;
    event.preventDefault();
  }
  async function submit(event: Event) {
    event.preventDefault();
    if (!chosen) return;
    closed();
    await assign(row, chosen, note.trim());
  }

  return (
    <Dialog title={t('assign-title', { name: customerName(row) })} closed={closed}>
      <form class="assign" onSubmit={submit}>
        <label class="field">
          <span class="field-name">{t('assign-to')}</span>
          <input
            class="input"
            role="combobox"
            aria-expanded={!chosen}
            aria-controls={listId}
            aria-autocomplete="list"
            aria-activedescendant={chosen || !found[active] ? undefined : `${listId}-${active}`}
            placeholder={t('assign-find')}
            value={chosen?.name ?? query}
            autofocus
            onInput={(event) => {
              setChosen(null);
              setActive(0);
              setQuery(event.currentTarget.value);
            }}
            onKeyDown={chosen ? undefined : key}
          />
        </label>
        {!chosen && (
          <div id={listId} role="listbox" class="targets" aria-label={t('assign-to')}>
            {found.map((target, index) => (
              <Row
                key={`${target.kind}${target.id}`}
                id={`${listId}-${index}`}
                target={target}
                active={index === active}
                choose={() => setChosen(target)}
              />
            ))}
          </div>
        )}
        <p class="assign-warning" role="status">
          {chosen && isOffline(chosen) && t('assign-offline', { name: chosen.name })}
        </p>
        {!chosen && found.length === 0 && <p class="menu-empty">{t('assign-nobody')}</p>}
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

interface RowProps {
  id: string;
  target: Found;
  active: boolean;
  choose: () => void;
}

function Row({ id, target, active, choose }: RowProps) {
  return (
    // biome-ignore lint/a11y/useFocusableInteractive lint/a11y/useKeyWithClickEvents: the field has the focus
    <div id={id} role="option" class="target" aria-selected={active} onClick={choose}>
      {target.presence ? (
        <Avatar name={target.name} presence={target.presence} />
      ) : (
        <span class="avatar small square" data-initials={[...target.name][0]} aria-hidden="true" />
      )}
      <span class="grow">{target.name}</span>
      <span class="quiet">{target.hint}</span>
    </div>
  );
}

/** Those who can take it now first, then other agents, then queues; all whose name holds the query. */
function targets(query: string, row: Conversation): Found[] {
  const wanted = query.trim().toLocaleLowerCase();
  const people = [...agents.value.values()].filter((each) => each.active && each.id !== row.agent);
  const all = [
    ...people.sort((a, b) => rank(a) - rank(b) || a.name.localeCompare(b.name)).map(agentTarget),
    ...[...queues.value.values()].map(queueTarget),
  ];
  return all.filter((each) => each.name.toLocaleLowerCase().includes(wanted)).slice(0, MOST);
}

function rank(agent: Agent): number {
  if (agent.presence.state !== 'available') return agent.presence.state === 'offline' ? 3 : 2;
  return agent.load.chat < agent.capacity.chat ? 0 : 1;
}

function isOffline({ kind, id }: Target): boolean {
  return kind === 'agent' && agents.value.get(id)?.presence.state === 'offline';
}

function agentTarget(agent: Agent): Found {
  const load = t('load-short', { load: agent.load.chat, capacity: agent.capacity.chat });
  const hint =
    agent.presence.state === 'offline' ? presenceWords(agent.presence) : `${presenceWords(agent.presence)}, ${load}`;
  const name = agent.id === meId() ? t('agent-me', { name: agent.name }) : agent.name;
  return { kind: 'agent', id: agent.id, name, hint, presence: agent.presence };
}

function queueTarget(queue: Queue): Found {
  const load = queueLoads.value.get(queue.id);
  const waiting = t('queue-waiting', { waiting: load?.waiting ?? 0 });
  const longest = load?.longest_since_at ? `, ${ago(load.longest_since_at, halfMinutes.value)}` : '';
  return { kind: 'queue', id: queue.id, name: queue.name, hint: waiting + longest, presence: null };
}
