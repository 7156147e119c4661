/**
 * The path a customer took, as stops in order: neighbouring touchpoints of one stage and channel are one stop. From them follows
 * where the customer changed the channel, how long they waited, and where they got stuck.
 */
import type { Touchpoint } from '../wire';

export const STAGES = ['awareness', 'visit', 'purchase', 'contact', 'service', 'after'] as const;
export type Stage = (typeof STAGES)[number];

export interface Stop {
  key: string;
  stage: Stage;
  channel: string;
  from: string;
  to: string;
  /** Oldest first. */
  rows: Touchpoint[];
  /** Seconds the customer waited at this stop until somebody answered. */
  waited: number | null;
  /** The channel they came from, where it is another one. */
  switchedFrom: string | null;
  stuck: Stuck | null;
}

/** Why somebody is stuck here: a long wait, no answer at all, writing again and again, or coming back soon after the end. */
export type Stuck =
  | { why: 'waited'; seconds: number }
  | { why: 'unanswered' }
  | { why: 'repeated'; count: number }
  | { why: 'returned'; seconds: number };

/** Longer than this is too long, by channel, in seconds. */
const LONG_WAIT: Record<string, number> = { chat: 300, call: 120, email: 24 * 3600 };
const DEFAULT_LONG_WAIT = 3600;
const REPEATED = 3;
const RETURN_SECONDS = 3 * 24 * 3600;
const PAUSE_MS = 12 * 3600_000;

/** `rows` as timelines have them, newest first; notes are nobody's touchpoint. `now` in milliseconds. */
export function journeyOf(rows: readonly Touchpoint[], now: number): Stop[] {
  const stops: Stop[] = [];
  let closedAt: string | null = null;
  let contacted = false;
  for (const row of rows.filter((one) => one.kind !== 'note').reverse()) {
    const stage = stageOf(row, contacted, stops.length === 0);
    const last = stops.at(-1);
    const returned = closedAt && row.by === 'customer' && isContact(row) ? seconds(closedAt, row.at) : null;
    contacted ||= isContact(row);
    if (last && continues(last, stage, row)) {
      last.rows.push(row);
      last.to = row.at;
    } else stops.push(stopOf(row, stage, last));
    const stop = stops.at(-1) as Stop;
    if (returned !== null && returned < RETURN_SECONDS) stop.stuck = { why: 'returned', seconds: returned };
    closedAt = row.type === 'ConversationClosed' ? row.at : isContact(row) ? null : closedAt;
  }
  waits(stops, now);
  return stops;
}

/** The changes from one channel of contact to another. */
export function switches(stops: readonly Stop[]): number {
  return stops.filter((stop) => stop.switchedFrom !== null).length;
}

function stageOf(row: Touchpoint, contacted: boolean, first: boolean): Stage {
  if (row.kind === 'purchase') return 'purchase';
  if (row.kind === 'page') return first || hasCampaign(row) ? 'awareness' : contacted ? 'after' : 'visit';
  if (row.kind === 'event') return contacted ? 'after' : 'visit';
  if (row.type === 'ConversationClosed') return 'after';
  return row.by === 'customer' ? 'contact' : 'service';
}

/** A page somebody came to by an advertisement or a newsletter. */
function hasCampaign(page: Touchpoint): boolean {
  return /\butm_\w+=/.test(page.text);
}

function isContact(row: Touchpoint): boolean {
  return ['message', 'email', 'call', 'form', 'conversation'].includes(row.kind) && row.type !== 'ConversationClosed';
}

function continues(stop: Stop, stage: Stage, row: Touchpoint): boolean {
  // On the site somebody looks around for weeks and is still looking around; a contact after a pause is another one.
  const soon = row.channel === 'web' || Date.parse(row.at) - Date.parse(stop.to) < PAUSE_MS;
  return stop.stage === stage && stop.channel === row.channel && soon;
}

function stopOf(row: Touchpoint, stage: Stage, last: Stop | undefined): Stop {
  const switchedFrom =
    last && last.channel !== row.channel && isContact(row) && last.channel !== 'web' ? last.channel : null;
  const { id: key, channel, at } = row;
  return { key, stage, channel, from: at, to: at, rows: [row], waited: null, switchedFrom, stuck: null };
}

/** How long each contact waited for the next answer, and who still waits. */
function waits(stops: Stop[], now: number): void {
  for (const [index, stop] of stops.entries()) {
    const said = stop.rows.filter((row) => row.kind === 'message' || row.kind === 'email');
    if (stop.stage !== 'contact' || said.length === 0) continue;
    const answer = stops.slice(index + 1).find((later) => later.stage === 'service' || later.stage === 'after');
    const begun = said[0]?.at as string;
    const long = LONG_WAIT[stop.channel] ?? DEFAULT_LONG_WAIT;
    if (!answer) {
      if ((now - Date.parse(begun)) / 1000 > long) stop.stuck = { why: 'unanswered' };
      continue;
    }
    stop.waited = seconds(begun, answer.from);
    if (stop.waited > long) stop.stuck = { why: 'waited', seconds: stop.waited };
    else if (said.length >= REPEATED) stop.stuck ??= { why: 'repeated', count: said.length };
  }
}

function seconds(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / 1000);
}
