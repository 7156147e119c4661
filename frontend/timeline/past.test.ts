import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Touchpoint } from '../wire';
import { Past, trimmed } from './past';

const at = (...times: number[]) => times.map((time) => ({ at: String(time) }) as Touchpoint);
const times = (rows: readonly Touchpoint[]) => rows.map((row) => Number(row.at));

describe('what is kept of the past', () => {
  it('is everything while there is little', () => {
    expect(trimmed(at(3, 2, 1), 'older', 3)).toMatchObject({ cut: null });
  });

  it('forgets the newest on the way back, and can go on from there', () => {
    const { kept, cut } = trimmed(at(5, 4, 3, 2, 1), 'older', 3);
    expect([times(kept), cut]).toEqual([[3, 2, 1], '3']);
  });

  it('forgets the oldest on the way forward', () => {
    const { kept, cut } = trimmed(at(5, 4, 3, 2, 1), 'newer', 3);
    expect([times(kept), cut]).toEqual([[5, 4, 3], '3']);
  });

  it('never parts what happened at one instant', () => {
    expect(times(trimmed(at(5, 3, 3, 3, 1), 'older', 3).kept)).toEqual([3, 3, 3, 1]);
    expect(times(trimmed(at(5, 4, 3, 3, 3, 1), 'newer', 3).kept)).toEqual([5, 4, 3, 3, 3]);
  });
});

describe('a past that is open', () => {
  const moments = ['2026-11-22T10:00:00.000Z', '2026-11-22T10:01:00.000Z', '2026-11-22T10:02:00.000Z'] as const;
  const shown = (past: Past) => past.rows.value.map((row) => row.at);
  let stored: string[] = [];
  let away = false;

  /** A centre with `stored` touchpoints, as its API gives them. */
  async function answer(path: string): Promise<Response> {
    if (away) throw new TypeError('no line');
    const asked = new URL(path, 'http://parley.example').searchParams;
    const [before, after] = [asked.get('before') ?? '~', asked.get('after') ?? ''];
    const items = stored.filter((at) => at < before && at > after).map((at) => ({ at }));
    return Response.json({ items: items.reverse(), older: null, newer: asked.get('before') });
  }

  async function opened(before: string | null = null): Promise<Past> {
    vi.stubGlobal('fetch', answer);
    stored = moments.slice(0, 2);
    away = false;
    const past = new Past('cus_1', { kinds: [], channels: [], q: '' });
    await past.start(before);
    return past;
  }
  afterEach(() => vi.unstubAllGlobals());

  it('shows what comes in, above the rest and once', async () => {
    const past = await opened();
    expect(shown(past)).toEqual([moments[1], moments[0]]);
    stored.push(moments[2]);
    await past.catchUp();
    await past.catchUp();
    expect(shown(past)).toEqual([moments[2], moments[1], moments[0]]);
  });

  it('shows the first thing that ever happened', async () => {
    const past = await opened();
    stored = [];
    await past.start();
    expect(shown(past)).toEqual([]);
    stored = [moments[0]];
    await past.catchUp();
    expect(shown(past)).toEqual([moments[0]]);
  });

  it('leaves a day alone that one has gone to', async () => {
    const past = await opened(moments[1]);
    stored.push(moments[2]);
    await past.catchUp();
    expect(shown(past)).toEqual([moments[0]]);
  });

  it('comes back to it after the line was down', async () => {
    const past = await opened();
    stored.push(moments[2]);
    away = true;
    await past.catchUp();
    expect([shown(past).length, past.failure.value?.code]).toEqual([2, 'offline']);
    away = false;
    await past.catchUp();
    expect([shown(past).length, past.failure.value]).toEqual([3, null]);
  });
});
