/** Templates in a composer: found on "/", filled by the server for this conversation, by what is known here when it is away. */
import { useRef, useState } from 'preact/hooks';
import { Failure, get } from '../api';
import { me, queueName, templates } from '../state/centre';
import { expanded, lookupAt, matching } from '../state/compose';
import type { Conversation, FilledTemplate } from '../wire';
import type { Field } from './field';
import { type Suggesting, type Suggestion, useSuggestions } from './Suggestions';

/** What is written, and about what; a mail that begins a conversation has none yet. */
export interface About {
  channel: 'chat' | 'email';
  conversation: string | null;
  customer: string;
  queue: string | null;
}

export function aboutRow(row: Conversation, channel: About['channel']): About {
  return { channel, conversation: row.id, customer: row.customer.name, queue: row.queue };
}

export interface Templating {
  suggestions: Suggesting;
  /** Names in braces that a template could not fill and that still stand in the words. */
  unfilled: string[];
}

/** Offers templates for the word at the caret; what a chosen one brings besides its words goes to `taken`. */
export function useTemplates(
  on: boolean,
  text: string,
  field: Field,
  about: About,
  taken: (template: FilledTemplate) => void = () => undefined,
): Templating {
  const [missing, setMissing] = useState<string[]>([]);
  const latest = useRef({ text, field });
  latest.current = { text, field };
  const lookup = on ? lookupAt(text, field.caret, '/') : null;

  async function choose({ id }: Suggestion) {
    if (!lookup) return;
    const [from, to] = [lookup.from, field.caret];
    const asked = text.slice(from, to);
    const template = await filled(id, about);
    // The agent may have gone on writing while the server filled it.
    const now = latest.current;
    if (now.text.slice(from, to) === asked) now.field.insert(template.text, from, to);
    else now.field.insert(template.text);
    setMissing(template.missing);
    taken(template);
  }
  const items = lookup ? templateItems(lookup.query, about.queue) : [];
  const suggestions = useSuggestions(items, lookup ? `/${lookup.from}` : '', (item) => void choose(item));
  return { suggestions, unfilled: missing.filter((name) => text.includes(`{${name}}`)) };
}

function templateItems(query: string, queue: string | null): Suggestion[] {
  return matching(templates.value, query, queue).map(({ id, name, text, shortcut }) => {
    return { id, title: name, hint: shortcut ? `/${shortcut.replace(/^\//, '')}` : '', below: text, words: text };
  });
}

async function filled(id: string, about: About): Promise<FilledTemplate> {
  const { channel, conversation } = about;
  const asked = new URLSearchParams({ channel, ...(conversation ? { conversation } : {}) });
  try {
    const template = await get<FilledTemplate>(`/templates/${id}/filled?${asked}`);
    // Templates of earlier versions call the first name so; a mail that begins a conversation names nobody to the server.
    const { text } = expanded(template.text, valuesHere(about));
    const open = template.missing.filter((name) => text.includes(`{${name}}`));
    return { ...template, text, missing: open };
  } catch (failure) {
    if (!(failure instanceof Failure)) throw failure;
    const words = templates.value.find((each) => each.id === id)?.text ?? '';
    return { subject: '', files: [], ...expanded(words, valuesHere(about)) };
  }
}

function valuesHere({ customer, queue }: About): Record<string, string> {
  const first = customer.split(' ')[0] ?? '';
  return { 'first name': first, customer: first, name: customer, agent: me.value.name, queue: queueName(queue) };
}
