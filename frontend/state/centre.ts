/** Who and what the centre consists of: me and my rights, agents and their presence, queues, teams, tags, templates. */
import { computed, signal } from '@preact/signals';
import { Failure, get } from '../api';
import type { Agent, Island, Named, PerChannel, Presence, PresenceState, Queue, QueueLoad, Template } from '../wire';

export const agents = signal<ReadonlyMap<string, Agent>>(new Map());
export const queues = signal<ReadonlyMap<string, Queue>>(new Map());
export const queueLoads = signal<ReadonlyMap<string, QueueLoad>>(new Map());
export const teams = signal<Named[]>([]);
export const tags = signal<Named[]>([]);
export const templates = signal<Template[]>([]);
export const outcomes = signal<string[]>([]);
export const breaks = signal<string[]>([]);
export const rights = signal<ReadonlySet<string>>(new Set());

let myId = '';

export const meId = () => myId;
export const me = computed(() => agents.value.get(myId) as Agent);

export function may(right: string): boolean {
  return rights.value.has(right);
}

export function startCentre(island: Island): void {
  myId = island.agent.id;
  agents.value = new Map([...island.agents, island.agent].map((agent) => [agent.id, agent]));
  queues.value = new Map(island.queues.map((queue) => [queue.id, queue]));
  teams.value = island.teams;
  tags.value = island.tags;
  templates.value = island.templates;
  outcomes.value = island.outcomes;
  breaks.value = island.breaks;
  rights.value = new Set(island.rights);
}

/** What the socket says of an agent. */
export interface PresenceNews {
  agent: string;
  state: PresenceState;
  reason: string | null;
  since_at: string | null;
  load?: PerChannel;
}

export function presenceChanged(news: PresenceNews): void {
  const known = agents.value.get(news.agent);
  if (!known) return void meet(news.agent);
  const presence: Presence = { state: news.state, reason: news.reason, since_at: news.since_at };
  agents.value = new Map(agents.value).set(news.agent, { ...known, presence, load: news.load ?? known.load });
}

const met = new Set<string>();

/** Somebody who joined after this page was loaded: the list that names them is asked for once. */
async function meet(agent: string): Promise<void> {
  if (met.has(agent)) return;
  met.add(agent);
  try {
    const { items } = await get<{ items: Agent[] }>('/agents?limit=200');
    agents.value = new Map([...agents.value, ...items.map((each) => [each.id, each] as const)]);
  } catch (failure) {
    if (!(failure instanceof Failure)) throw failure;
    met.delete(agent);
  }
}

export function queueChanged(load: QueueLoad): void {
  queueLoads.value = new Map(queueLoads.value).set(load.queue, load);
}

export function agentName(id: string | null | undefined): string {
  return (id && agents.value.get(id)?.name) || '';
}

export function queueName(id: string | null | undefined): string {
  return (id && queues.value.get(id)?.name) || '';
}
