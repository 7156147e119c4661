import { describe, expect, it } from 'vitest';
import type { Event } from '../wire';
import { awaiting, EMPTY, hasOlder, last, merged, type Pending, settled, type Timeline } from './timeline';

function event(number: number, message?: string): Event {
  const actor = { kind: 'customer', id: 'cus_1', name: 'Anna' } as const;
  const base = {
    conversation: 'cnv_1',
    number,
    type: 'MessageReceived',
    at: '2026-11-21T10:00:00Z',
    channel: 'chat',
  } as const;
  return { ...base, actor, text: `word ${number}`, ...(message ? { message } : {}) };
}

const pending: Pending = {
  id: 'msg_1',
  conversation: 'cnv_1',
  channel: 'chat',
  text: 'Hello',
  files: [],
  mentions: [],
  at: '2026-11-21T10:00:00Z',
  state: 'sending',
  error: null,
};

const numbers = (timeline: Timeline) => timeline.events.map((each) => each.number);
const run = (...wanted: number[]) =>
  merged(
    EMPTY,
    wanted.map((number) => event(number)),
  ).timeline;

describe('merged', () => {
  it('puts events in order once, however they come', () => {
    expect(numbers(run(3, 1, 2, 2))).toEqual([1, 2, 3]);
    expect(numbers(merged(run(1, 2), [event(2), event(3)]).timeline)).toEqual([1, 2, 3]);
  });

  it('reports a gap and shows nothing beyond it', () => {
    const { timeline, gap } = merged(run(1, 2), [event(5)]);
    expect(gap).toBe(true);
    expect(last(timeline)).toBe(2);
    expect(merged(timeline, [event(3), event(4), event(5)])).toMatchObject({ gap: false });
  });

  it('grows upwards by older pages', () => {
    const timeline = run(7, 8);
    expect(hasOlder(timeline)).toBe(true);
    expect(numbers(merged(timeline, [event(5), event(6)]).timeline)).toEqual([5, 6, 7, 8]);
  });

  it('ignores an older page that does not touch the run', () => {
    expect(numbers(merged(run(7, 8), [event(1), event(2)]).timeline)).toEqual([7, 8]);
  });

  it('blanks what was said before words were removed', () => {
    const redaction: Event = { ...event(3), type: 'ConversationRedacted', what: ['words', 'files'] };
    const { events } = merged(run(1, 2), [redaction, { ...event(4), text: 'later' }]).timeline;
    expect(events.map((each) => each.text || '')).toEqual(['', '', event(3).text || '', 'later']);
  });
});

describe('pending messages', () => {
  it('give way to the stored event with their id', () => {
    const timeline = awaiting(run(1), pending);
    expect(merged(timeline, [event(2, 'msg_1')]).timeline.pending).toEqual([]);
  });

  it('are not shown again when the event came before the answer', () => {
    const stored = merged(run(1), [event(2, 'msg_1')]).timeline;
    expect(awaiting(stored, pending).pending).toEqual([]);
  });

  it('keep their id through failure and retry', () => {
    const failed = settled(awaiting(EMPTY, pending), 'msg_1', { state: 'failed', error: 'No answer' });
    expect(failed.pending[0]).toMatchObject({ id: 'msg_1', state: 'failed' });
    expect(awaiting(failed, pending).pending).toHaveLength(1);
    expect(settled(failed, 'msg_1', null).pending).toEqual([]);
  });
});
