import { describe, expect, it } from 'vitest';
import type { Conversation } from '../wire';
import { heldOrder, ordered, tabOf, waitingSince } from './rows';

function conversation(id: string, change: Partial<Conversation> = {}): Conversation {
  return {
    id,
    number: 1,
    state: 'open',
    channel: 'chat',
    channels: ['chat'],
    queue: 'que_1',
    agent: 'agt_me',
    customer: { id: 'cus_1', name: 'Anna', verified: false },
    visitor: null,
    widget: null,
    subject: '',
    preview: null,
    tags: [],
    outcome: null,
    created_at: '2026-11-21T09:00:00Z',
    waiting_since_at: null,
    last_at: '2026-11-21T10:00:00Z',
    snoozed_until_at: null,
    offer: null,
    awaiting: null,
    awaiting_since_at: null,
    unread: 0,
    marks: { customer: { delivered: 0, read: 0 }, agent: { delivered: 0, read: 0 } },
    page: null,
    locale: 'en',
    left_message: false,
    call: null,
    erased: false,
    ...change,
  };
}

describe('tabOf', () => {
  it('sorts by who has it', () => {
    expect(tabOf(conversation('a'), 'agt_me')).toBe('mine');
    expect(tabOf(conversation('a', { agent: 'agt_other' }), 'agt_me')).toBe('team');
    expect(tabOf(conversation('a', { state: 'offered', agent: null }), 'agt_me')).toBe('waiting');
    expect(tabOf(conversation('a', { state: 'closed' }), 'agt_me')).toBeNull();
  });
});

describe('ordered', () => {
  it('puts the longest wait first, then the latest words, then snoozed', () => {
    const rows = [
      conversation('snoozed', { state: 'snoozed', snoozed_until_at: '2026-11-22T09:00:00Z' }),
      conversation('quiet', { last_at: '2026-11-21T08:00:00Z', awaiting: 'customer' }),
      conversation('lively', { last_at: '2026-11-21T11:00:00Z', awaiting: 'customer' }),
      conversation('short', { awaiting: 'agent', awaiting_since_at: '2026-11-21T10:30:00Z' }),
      conversation('long', { awaiting: 'agent', awaiting_since_at: '2026-11-21T10:00:00Z' }),
    ];
    expect(ordered(rows, 'mine', 'agt_me').map((each) => each.id)).toEqual([
      'long',
      'short',
      'lively',
      'quiet',
      'snoozed',
    ]);
  });
});

describe('heldOrder', () => {
  it('follows the wanted order when nobody is in the list', () => {
    expect(heldOrder(['a', 'b'], ['b', 'a'], false)).toEqual(['b', 'a']);
  });

  it('keeps the shown order under the pointer, drops what has gone, adds what is new below', () => {
    expect(heldOrder(['a', 'b', 'c'], ['d', 'c', 'a'], true)).toEqual(['a', 'c', 'd']);
  });
});

describe('waitingSince', () => {
  it('is the wait in the queue, then the wait for an answer', () => {
    expect(waitingSince(conversation('a', { state: 'waiting', waiting_since_at: 'x' }))).toBe('x');
    expect(waitingSince(conversation('a', { awaiting: 'agent', awaiting_since_at: 'y' }))).toBe('y');
    expect(waitingSince(conversation('a', { awaiting: 'customer', awaiting_since_at: 'y' }))).toBeNull();
  });
});
