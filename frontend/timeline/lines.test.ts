import { describe, expect, it } from 'vitest';
import type { Merge, Touchpoint } from '../wire';
import { lineAt, linesOf, offsetsOf } from './lines';

const NOTHING: ReadonlySet<string> = new Set();
let made = 0;

function touch(kind: Touchpoint['kind'], at: string): Touchpoint {
  const rest = { type: 'Odd', channel: 'web', name: '', title: '', text: '', conversation: null, event: null } as const;
  return { ...rest, id: `t${made++}`, kind, at, by: 'customer' };
}

const shape = (lines: ReturnType<typeof linesOf>) => lines.map((line) => line.kind).join(' ');

describe('lines', () => {
  it('say the day before what happened on it', () => {
    const rows = [
      touch('note', '2026-11-21T12:00:00'),
      touch('note', '2026-11-21T11:00:00'),
      touch('note', '2026-11-20T11:00:00'),
    ];
    expect(shape(linesOf(rows, [], NOTHING))).toBe('day row row day row');
  });

  it('group page views of one visit, and show them when it is opened', () => {
    const rows = [
      touch('page', '2026-11-21T12:50:00'),
      touch('page', '2026-11-21T12:40:00'),
      touch('page', '2026-11-21T11:00:00'),
      touch('message', '2026-11-21T10:59:00'),
      touch('page', '2026-11-21T10:58:00'),
    ];
    expect(shape(linesOf(rows, [], NOTHING))).toBe('day visit row row row');
    expect(shape(linesOf(rows, [], new Set([rows[0]?.id ?? ''])))).toBe('day visit row row row row row');
  });

  it('put a merge where it happened', () => {
    const merge = { id: 'mrg_1', at: '2026-11-21T11:30:00' } as Merge;
    const rows = [touch('note', '2026-11-21T12:00:00'), touch('note', '2026-11-21T11:00:00')];
    expect(shape(linesOf(rows, [merge], NOTHING))).toBe('day row merge row');
  });

  it('are found by their height', () => {
    const rows = Array.from({ length: 1_000 }, (_, index) =>
      touch('event', `2026-11-21T12:00:${String(index % 60).padStart(2, '0')}`),
    );
    const offsets = offsetsOf(linesOf(rows, [], NOTHING));
    for (const at of [0, 1, 500, 1_000]) expect(lineAt(offsets, (offsets[at] ?? 0) + 1)).toBe(at);
    expect(lineAt(offsets, 1e9)).toBe(1_000);
    expect(lineAt([0], 5)).toBe(0);
  });
});
