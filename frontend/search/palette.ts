/** What the palette finds on the server while somebody types: people, conversations and messages, and the way to everything. */
import { Failure, get } from '../api';
import { addressOf } from '../customer/FindCustomer';
import { t } from '../l10n';
import { go, type Route } from '../route';
import { may } from '../state/centre';
import type { Conversation, MessageHit, SearchAnswer, Snippet } from '../wire';
import { find, written } from './asking';
import { placeOf } from './hits';

export interface Found {
  id: string;
  title: string;
  /** The title with what was searched for marked in it, where that is known. */
  marked?: Snippet;
  hint: string;
  keys?: string;
  act: () => void;
}

const EACH = 4;
const NOBODY: SearchAnswer = { messages: [], customers: [], next: null };

export async function remoteItems(q: string, conversation: (row: Conversation) => Found): Promise<Found[]> {
  const asked = { q, filters: {} };
  try {
    const [people, rows, said] = await Promise.all([
      may('customers.read') ? find({ ...asked, where: 'customers' }, EACH) : NOBODY,
      get<{ items: Conversation[] }>(`/conversations?q=${encodeURIComponent(q)}&limit=${EACH}`),
      find({ ...asked, where: 'messages' }, EACH),
    ]);
    const customers = people.customers.map(({ customer, name, near }): Found => {
      const to: Route = { page: 'customers', customer: customer.id };
      const hint = near ? t('find-near') : addressOf(customer);
      return { id: customer.id, title: customer.name || t('visitor'), marked: name, hint, act: () => go(to) };
    });
    return [...customers, ...rows.items.map(conversation), ...said.messages.map(messageItem)];
  } catch (failure) {
    // What is known here is still found; the line bar says that the server is away.
    if (!(failure instanceof Failure)) throw failure;
    return [];
  }
}

/** The last item: all of it, on a page of its own. */
export function everywhere(q: string): Found {
  const to: Route = { page: 'search', asked: written({ q, where: 'messages', filters: {} }) };
  return { id: 'everywhere', title: t('find-everywhere', { words: q }), hint: '', act: () => go(to) };
}

function messageItem(hit: MessageHit): Found {
  const { row, text, customer_name } = hit;
  const act = () => go(placeOf(hit));
  return { id: row.id, title: text.text, marked: text, hint: customer_name || t('visitor'), act };
}
