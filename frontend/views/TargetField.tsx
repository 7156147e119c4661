/** One field that finds agents, with their presence and load, and queues, with their waiting; it gives the chosen one. */
import { useId, useState } from 'preact/hooks';
import { ago, t } from '../l10n';
import type { Target } from '../state/acts';
import { agents, meId, queueLoads, queues } from '../state/centre';
import { halfMinutes } from '../state/clock';
import type { Agent, PerChannel, Presence, Queue } from '../wire';
import { presenceWords } from '../words';
import { Avatar } from './Avatar';

interface Found extends Target {
  hint: string;
  presence: Presence | null;
}

/** Whom to find: by their room in a channel, without some, and whether queues are among them. */
export interface Search {
  channel: keyof PerChannel;
  without: readonly (string | null)[];
  queues: boolean;
}

interface Props {
  label: string;
  search: Search;
  chosen: Target | null;
  choose: (target: Target | null) => void;
}

const MOST = 8;

export function TargetField({ label, search, chosen, choose }: Props) {
  const listId = useId();
  const [query, setQuery] = useState('');
  const [active, setActive] = useState(0);
  const found = targets(query, search);

  function key(event: KeyboardEvent) {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    const target = found[active];
    if (step) setActive((active + step + found.length) % Math.max(found.length, 1));
    else if (event.key === 'Enter' && target) choose(target);
    else return;
    event.preventDefault();
  }

  return (
    <>
      <label class="field">
        <span class="field-name">{label}</span>
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
            choose(null);
            setActive(0);
            setQuery(event.currentTarget.value);
          }}
          onKeyDown={chosen ? undefined : key}
        />
      </label>
      {!chosen && (
        <div id={listId} role="listbox" class="targets" aria-label={label}>
          {found.map((target, index) => (
            <Row
              key={`${target.kind}${target.id}`}
              id={`${listId}-${index}`}
              target={target}
              active={index === active}
              choose={() => choose(target)}
            />
          ))}
        </div>
      )}
      {!chosen && found.length === 0 && <p class="menu-empty">{t('assign-nobody')}</p>}
    </>
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
function targets(query: string, { channel, without, queues: alsoQueues }: Search): Found[] {
  const wanted = query.trim().toLocaleLowerCase();
  const people = [...agents.value.values()].filter((each) => each.active && !without.includes(each.id));
  const rank = (agent: Agent) => rankOf(agent, channel);
  const all = [
    ...people
      .sort((a, b) => rank(a) - rank(b) || a.name.localeCompare(b.name))
      .map((agent) => agentTarget(agent, channel)),
    ...(alsoQueues ? [...queues.value.values()].map(queueTarget) : []),
  ];
  return all.filter((each) => each.name.toLocaleLowerCase().includes(wanted)).slice(0, MOST);
}

function rankOf({ presence, load, capacity }: Agent, channel: keyof PerChannel): number {
  if (presence.state !== 'available') return presence.state === 'offline' ? 3 : 2;
  return load[channel] < capacity[channel] ? 0 : 1;
}

export function isOffline({ kind, id }: Target): boolean {
  return kind === 'agent' && agents.value.get(id)?.presence.state === 'offline';
}

function agentTarget(agent: Agent, channel: keyof PerChannel): Found {
  const load = t('load-short', { load: agent.load[channel], capacity: agent.capacity[channel] });
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
