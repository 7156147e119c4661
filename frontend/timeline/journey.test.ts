import { describe, expect, it } from 'vitest';
import type { Touchpoint } from '../wire';
import { journeyOf, switches } from './journey';

const NOON = Date.parse('2026-11-21T12:00:00Z');

type Given = [
  minute: number,
  kind: Touchpoint['kind'],
  channel: string,
  by: Touchpoint['by'],
  rest?: Partial<Touchpoint>,
];

/** Newest first, as timelines are. */
function past(...given: Given[]): Touchpoint[] {
  const rows = given.map(([minute, kind, channel, by, rest], index) => ({
    ...{ id: `t${index}`, type: 'Odd', name: '', title: '', text: '', conversation: 'cnv_1', event: index },
    ...{ kind, channel, by, at: new Date(NOON + minute * 60_000).toISOString() },
    ...rest,
  }));
  return rows.reverse();
}

const story = past(
  [0, 'page', 'web', 'customer'],
  [1, 'page', 'web', 'customer'],
  [2, 'message', 'chat', 'customer'],
  [3, 'message', 'chat', 'agent'],
  [4, 'conversation', 'chat', 'agent', { type: 'ConversationClosed' }],
  [60, 'email', 'email', 'customer'],
  [60 * 30, 'email', 'email', 'agent'],
);

describe('a journey', () => {
  it('goes from stage to stage', () => {
    const stages = journeyOf(story, NOON).map((stop) => stop.stage);
    expect(stages).toEqual(['awareness', 'visit', 'contact', 'service', 'after', 'contact', 'service']);
  });

  it('says how long each contact waited', () => {
    const contacts = journeyOf(story, NOON).filter((stop) => stop.stage === 'contact');
    expect(contacts.map((stop) => stop.waited)).toEqual([60, 29 * 3600]);
  });

  it('finds the changes of channel and the places where somebody got stuck', () => {
    const stops = journeyOf(story, NOON);
    expect(switches(stops)).toBe(1);
    expect(stops.flatMap((stop) => stop.stuck ?? [])).toEqual([{ why: 'waited', seconds: 29 * 3600 }]);
  });

  it('knows who came back, who asked again and who still waits', () => {
    const why = (rows: Touchpoint[], now = NOON) => journeyOf(rows, now).flatMap((stop) => stop.stuck?.why ?? []);
    const closed: Given = [1, 'conversation', 'chat', 'agent', { type: 'ConversationClosed' }];
    expect(why(past(closed, [30, 'message', 'chat', 'customer'], [31, 'message', 'chat', 'agent']))).toEqual([
      'returned',
    ]);
    const three = [1, 2, 3].map((minute): Given => [minute, 'message', 'chat', 'customer']);
    expect(why(past(...three, [4, 'message', 'chat', 'agent']))).toEqual(['repeated']);
    expect(why(past([0, 'message', 'chat', 'customer']), NOON + 3600_000)).toEqual(['unanswered']);
    expect(why(past([0, 'message', 'chat', 'customer']), NOON + 1_000)).toEqual([]);
  });

  it('leaves notes out', () => {
    expect(journeyOf(past([0, 'note', 'note', 'agent']), NOON)).toEqual([]);
  });
});
