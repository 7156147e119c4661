import { expect, it } from 'vitest';
import { snoozeTimes } from './snooze';

it('means the next Monday, also on a Monday', () => {
  const monday = new Date(2026, 10, 23, 15, 30);
  const times = snoozeTimes(monday);
  expect(times.monday).toEqual(new Date(2026, 10, 30, 9));
  expect(times.tomorrow).toEqual(new Date(2026, 10, 24, 9));
  expect(times.hour).toEqual(new Date(2026, 10, 23, 16, 30));
  expect(snoozeTimes(new Date(2026, 10, 21, 8)).monday).toEqual(new Date(2026, 10, 23, 9));
});

it('says Monday once where that is tomorrow', () => {
  const times = snoozeTimes(new Date(2026, 10, 22, 8));
  expect([times.tomorrow, times.monday]).toEqual([new Date(2026, 10, 23, 9), null]);
});
