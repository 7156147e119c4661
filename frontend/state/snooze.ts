/** The usual times to snooze until, in the agent's own zone: in an hour, tomorrow at nine, next Monday at nine unless that is tomorrow. */
const MORNING = 9;
const MONDAY = 1;

export function snoozeTimes(now: Date): { hour: Date; tomorrow: Date; monday: Date | null } {
  const ahead = (MONDAY - now.getDay() + 7) % 7 || 7;
  const monday = ahead > 1 ? morning(now, ahead) : null;
  return { hour: new Date(now.getTime() + 3_600_000), tomorrow: morning(now, 1), monday };
}

/** Nine o'clock so many days ahead, by the calendar, so that a change of clocks does not shift it. */
function morning(now: Date, days: number): Date {
  return new Date(now.getFullYear(), now.getMonth(), now.getDate() + days, MORNING);
}
