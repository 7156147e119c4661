import { describe, expect, it } from 'vitest';
import { batch, computed, effect, signal } from './signal.ts';

describe('signals', () => {
  it('run what read them, and only that', () => {
    const [one, other] = [signal(1), signal(1)];
    const seen: number[] = [];
    effect(() => void seen.push(one.value));
    other.value = 2;
    one.value = 2;
    one.value = 2;
    expect(seen).toEqual([1, 2]);
  });

  it('forget what was not read the last time', () => {
    const [which, a, b] = [signal(true), signal('a'), signal('b')];
    const seen: string[] = [];
    effect(() => void seen.push(which.value ? a.value : b.value));
    which.value = false;
    a.value = 'unread';
    expect(seen).toEqual(['a', 'b']);
  });

  it('run once for a batch', () => {
    const [one, other] = [signal(1), signal(1)];
    let runs = 0;
    effect(() => {
      runs += one.value + other.value > 0 ? 1 : 0;
    });
    batch(() => {
      one.value = 2;
      other.value = 2;
    });
    expect(runs).toBe(2);
  });

  it('end at the same value through computed ones', () => {
    const count = signal(1);
    const double = computed(() => count.value * 2);
    const seen: number[] = [];
    effect(() => void seen.push(double.value + count.value));
    count.value = 5;
    expect(seen.at(-1)).toBe(15);
  });

  it('stop when told, even in the middle of a batch', () => {
    const one = signal(1);
    let runs = 0;
    const stop = effect(() => {
      runs += one.value;
    });
    batch(() => {
      one.value = 2;
      stop();
    });
    expect(runs).toBe(1);
  });

  it('survive an effect that throws', () => {
    const one = signal(1);
    expect(() =>
      effect(() => {
        if (one.value === 1) throw new Error('first');
      }),
    ).toThrow('first');
    const seen: number[] = [];
    effect(() => void seen.push(one.value));
    one.value = 2;
    expect(seen).toEqual([1, 2]);
  });
});
