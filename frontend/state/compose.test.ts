import { describe, expect, it } from 'vitest';
import type { Agent, Template } from '../wire';
import {
  draftOf,
  expanded,
  lookupAt,
  matching,
  mentioned,
  moved,
  replaced,
  restored,
  rewritten,
  shownChannel,
} from './compose';

const template = (name: string, shortcut: string, queue: string | null = null): Template => {
  return { id: name, name, shortcut, text: '', queue, subject: '', footer: '', files: [], translations: {}, rv: 1 };
};

describe('lookupAt', () => {
  it('finds the word at the caret, at the start or after a space', () => {
    expect(lookupAt('/ref', 4, '/')).toEqual({ query: 'ref', from: 0 });
    expect(lookupAt('Hello /при', 10, '/')).toEqual({ query: 'при', from: 6 });
    expect(lookupAt('ask @Mar', 8, '@')).toEqual({ query: 'Mar', from: 4 });
  });

  it('leaves paths, dates and addresses alone', () => {
    expect(lookupAt('https://shop', 12, '/')).toBeNull();
    expect(lookupAt('21/11', 5, '/')).toBeNull();
    expect(lookupAt('anna@example', 12, '@')).toBeNull();
  });
});

describe('matching', () => {
  const all = [
    template('Refund sent', 'refund'),
    template('Card refused', 'card'),
    template('Sales hello', 'hi', 'que_s'),
  ];

  it('puts beginnings before middles', () => {
    expect(matching(all, 'ref', null).map((each) => each.name)).toEqual(['Refund sent', 'Card refused']);
  });

  it('offers a queue its own templates only', () => {
    expect(matching(all, '', 'que_s')).toHaveLength(3);
    expect(matching(all, '', 'que_x')).toHaveLength(2);
  });
});

describe('expanded', () => {
  it('fills what is known, once, and reports the rest', () => {
    expect(expanded('Hi {customer}, {agent} here about {order}', { customer: '{agent}', agent: 'Marek' })).toEqual({
      text: 'Hi {agent}, Marek here about {order}',
      missing: ['order'],
    });
  });

  it('knows names of two words', () => {
    expect(expanded('Hi {first name}, {no such}', { 'first name': 'Ada' })).toEqual({
      text: 'Hi Ada, {no such}',
      missing: ['no such'],
    });
  });

  it('takes nothing from the prototype', () => {
    expect(expanded('{constructor}', {}).missing).toEqual(['constructor']);
  });
});

it('replaced puts the words where the lookup stands', () => {
  expect(replaced('Dear /he now', { query: 'he', from: 5 }, 8, 'Hello')).toEqual({ text: 'Dear Hello now', caret: 10 });
});

it('mentioned finds full names', () => {
  const agents = [{ id: 'agt_1', name: 'Marek Zieliński' } as Agent, { id: 'agt_2', name: 'Giulia Conti' } as Agent];
  expect(mentioned('@Marek Zieliński please look', agents)).toEqual(['agt_1']);
});

describe('what is written', () => {
  const chat = rewritten(null, 'chat', 'Dear Alice');
  const both = rewritten(chat, 'note', 'she is cross');

  it('stays with its channel when another is shown', () => {
    expect(both).toEqual({ channel: 'note', texts: { chat: 'Dear Alice', note: 'she is cross' } });
    expect({ ...both, channel: 'chat' }.texts.chat).toBe('Dear Alice');
    expect(rewritten(null, 'note', 'x').texts.chat).toBeUndefined();
  });

  it('goes to the server with its channel: what is shown first, else what would be lost', () => {
    expect(draftOf(both)).toEqual({ channel: 'note', text: 'she is cross' });
    expect(draftOf({ ...chat, channel: 'note' })).toEqual({ channel: 'chat', text: 'Dear Alice' });
    expect(draftOf(rewritten(chat, 'chat', ''))).toEqual({ channel: 'chat', text: '' });
  });

  it('takes the draft of the server only where nothing is written here', () => {
    const draft = { channel: 'note', text: 'older' } as const;
    expect(restored(null, draft)).toEqual({ channel: 'note', texts: { note: 'older' } });
    expect(restored(chat, draft)).toEqual({ channel: 'chat', texts: { chat: 'Dear Alice', note: 'older' } });
    expect(restored(both, draft)).toEqual(both);
  });

  it('is shown in the usual channel until there are words or a choice', () => {
    expect(shownChannel({ channel: 'chat', texts: {} }, 'email')).toBe('email');
    expect(shownChannel({ channel: 'chat', texts: {}, chosen: true }, 'email')).toBe('chat');
    expect(shownChannel(chat, 'email')).toBe('chat');
  });

  it('moves to another channel behind what is there', () => {
    expect(moved(chat, 'chat', 'email').texts).toEqual({ chat: '', email: 'Dear Alice' });
    expect(moved({ ...chat, texts: { chat: 'b', email: 'a' } }, 'chat', 'email').texts.email).toBe('a\n\nb');
  });
});
