import { describe, expect, it } from 'vitest';
import type { Conversation } from '../wire';
import { heldOrder, ordered, outlineOf, pulseOf, tabOf, waitingSince } from './rows';

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

describe('what happens with a customer', () => {
  const other = conversation('cnv_2', { customer: { id: 'cus_2', name: 'Berta', verified: false } });
  const word = conversation('cnv_1', { number: 2 });
  const call = conversation('cnv_1', { number: 3, call: { call: 'cal_1', state: 'ringing', callback: false } });
  const mail = (number: number) => conversation('cnv_1', { number, channels: ['chat', 'email'] });

  it('is felt with every event of theirs, and of nobody else', () => {
    const before = pulseOf([conversation('cnv_1'), other], 'cus_1');
    expect(pulseOf([{ ...other, number: 9 }, conversation('cnv_1')], 'cus_1')).toBe(before);
    expect(pulseOf([word, other], 'cus_1')).not.toBe(before);
    expect(pulseOf([conversation('cnv_1'), conversation('cnv_3')], 'cus_1')).not.toBe(before);
  });

  it('changes what is counted with conversations, calls and emails, not with every word', () => {
    const before = outlineOf([conversation('cnv_1')], 'cus_1');
    expect(outlineOf([word], 'cus_1')).toBe(before);
    expect(outlineOf([call], 'cus_1')).not.toBe(before);
    expect(outlineOf([conversation('cnv_1'), conversation('cnv_3')], 'cus_1')).not.toBe(before);
    expect(outlineOf([mail(2)], 'cus_1')).not.toBe(outlineOf([mail(3)], 'cus_1'));
  });
});
