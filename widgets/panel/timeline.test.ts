import { describe, expect, it } from 'vitest';
import type { ConversationEvent } from '../wire.ts';
import { emptyLog, extended, type Pending, relation, rows, unseen } from './timeline.ts';

function event(number: number, before: number, type = 'MessageReceived', more: Partial<ConversationEvent> = {}) {
  const kind = type === 'MessageSent' ? 'agent' : 'customer';
  return {
    conversation: 'cnv_1',
    number,
    before,
    type,
    at: '2026-11-21T10:00:00.000Z',
    actor: { kind, id: 'x', name: kind },
    message: `msg_${number}`,
    text: `words ${number}`,
    ...more,
  } as ConversationEvent;
}

function waiting(id: string, more: Partial<Pending> = {}): Pending {
  return { id, text: 'hello', files: [], leave: false, at: '2026-11-21T10:00:00.000Z', ...more };
}

const log = extended(emptyLog('cnv_1'), [event(1, 0), event(4, 1)]);

describe('the log', () => {
  it.each([
    ['next', event(5, 4)],
    ['next', event(9, 4)],
    ['known', event(4, 1)],
    ['known', event(2, 1)],
    ['gap', event(9, 7)],
    ['gap', event(5, 4, 'MessageSent', { conversation: 'cnv_2' })],
  ])('calls an event %s', (word, one) => {
    expect(relation(log, one)).toBe(word);
  });

  it('takes each event once, however often it is told', () => {
    const again = extended(log, [event(1, 0), event(4, 1), event(5, 4)]);
    expect(again.events.map(({ number }) => number)).toEqual([1, 4, 5]);
    expect(again.last).toBe(5);
  });

  it('stays the same object when nothing is new, so nothing is drawn', () => {
    expect(extended(log, [event(4, 1)])).toBe(log);
  });
});

describe('messages on their way', () => {
  it('are shown until their event arrives', () => {
    expect(unseen([waiting('msg_4'), waiting('msg_6')], log).map(({ id }) => id)).toEqual(['msg_6']);
  });

  it('are not shown twice when the answer came before the event', () => {
    expect(unseen([waiting('other', { number: 4 })], log)).toEqual([]);
  });

  it('stand last and keep their key when they become an event', () => {
    const before = rows(log, [waiting('msg_7')]).at(-1);
    const after = rows(extended(log, [event(7, 4)]), [waiting('msg_7', { number: 7 })]);
    expect(before?.pending?.id).toBe('msg_7');
    expect(after.map(({ key }) => key)).toEqual(['msg_1', 'msg_4', 'msg_7']);
    expect(after.at(-1)?.key).toBe(before?.key);
  });
});

describe('rows', () => {
  it('start a run where the person or the day changes', () => {
    const late = { at: '2026-11-23T10:00:00.000Z' };
    const told = [event(1, 0), event(2, 1), event(3, 2, 'MessageSent'), event(4, 3, 'MessageSent', late)];
    const drawn = rows(extended(emptyLog('cnv_1'), told), []);
    expect(drawn.map(({ starts }) => starts)).toEqual([true, false, true, true]);
    expect(drawn.map(({ newDay }) => newDay)).toEqual([true, false, false, true]);
  });

  it('say who came, and skip what needs no line', () => {
    const came = event(2, 1, 'OfferAccepted', { message: undefined, agent_name: 'Ola Brzeska' });
    const queued = event(3, 2, 'ConversationQueued', { message: undefined });
    const drawn = rows(extended(emptyLog('cnv_1'), [event(1, 0), came, queued]), []);
    expect(drawn.map(({ kind, text }) => [kind, text])).toEqual([
      ['mine', 'words 1'],
      ['line', 'Ola Brzeska'],
    ]);
  });

  it('empty a message that was redacted', () => {
    const blank = event(5, 4, 'MessageRedacted', { message: undefined, redacted: 'msg_4' });
    expect(rows(extended(log, [blank]), []).at(-1)).toMatchObject({ text: '', gone: true });
  });
});
