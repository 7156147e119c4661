/** The administration's lists: asked for when shown; what changes here the workspace knows at once. */
import { type Signal, signal } from '@preact/signals';
import { Failure, get, patch, post, remove } from '../api';
import { t } from '../l10n';
import { attempt } from '../state/acts';
import { agents, queues, tags, teams, templates } from '../state/centre';
import { customFields, organisations } from '../state/lists';
import { toast } from '../state/toasts';
import type { Agent, CustomField, Named, Organisation, Queue, Template } from '../wire';
import type { Document, Section } from './sections';

export interface Listed {
  items: Signal<readonly Document[] | null>;
  failure: Signal<Failure | null>;
}

const lists = new Map<Section, Listed>();

export function listed(section: Section): Listed {
  let list = lists.get(section);
  if (!list) {
    list = { items: signal(null), failure: signal(null) };
    lists.set(section, list);
  }
  return list;
}

export async function load(section: Section): Promise<void> {
  const list = listed(section);
  list.failure.value = null;
  try {
    list.items.value = (await get<{ items: Document[] }>(`/${section}?limit=200`)).items;
    tell(section, list.items.value);
  } catch (failure) {
    if (!(failure instanceof Failure)) throw failure;
    list.failure.value = failure;
  }
}

/** Stores a new or a changed document. Rejects with a Failure that the form shows. */
export async function save(section: Section, id: string | null, body: Record<string, unknown>): Promise<Document> {
  const document = await (id ? patch<Document>(`/${section}/${id}`, body) : post<Document>(`/${section}`, body));
  await load(section);
  return document;
}

/** Hides a document; Undo in the notice brings it back. */
export async function discard(section: Section, document: Document): Promise<boolean> {
  const done = await attempt(t('act-delete'), () => remove(`/${section}/${document.id}`));
  if (!done) return false;
  await load(section);
  const restore = async () => {
    await attempt(t('act-restore'), () => post(`/${section}/${document.id}/restore`));
    await load(section);
  };
  toast(t('deleted', { name: document.name }), 'done', { label: t('undo'), run: () => void restore() });
  return true;
}

function tell(section: Section, items: readonly unknown[]): void {
  if (section === 'agents') agents.value = new Map((items as Agent[]).map((agent) => [agent.id, agent]));
  if (section === 'queues') queues.value = new Map((items as Queue[]).map((queue) => [queue.id, queue]));
  if (section === 'templates') templates.value = [...(items as Template[])];
  if (section === 'tags') tags.value = [...(items as Named[])];
  if (section === 'fields') customFields.value = [...(items as CustomField[])];
  if (section === 'organisations') organisations.value = [...(items as Organisation[])];
  if (section === 'teams') teams.value = [...(items as Named[])];
}
