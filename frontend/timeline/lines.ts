/**
 * A customer's past as lines of known height, newest first: days, touchpoints, and visits, which are page views in a row.
 * Known heights are what lets a list of any length scroll without a single one of its far lines being drawn.
 */
import type { Merge, Touchpoint } from '../wire';

export type Line =
  | { kind: 'day'; key: string; at: string }
  | { kind: 'row'; key: string; row: Touchpoint; inVisit: boolean }
  | { kind: 'visit'; key: string; rows: readonly Touchpoint[]; open: boolean }
  | { kind: 'merge'; key: string; merge: Merge };

const HEIGHTS: Record<Line['kind'], number> = { day: 40, row: 60, visit: 60, merge: 40 };
/** Page views further apart are two visits. */
const VISIT_MS = 30 * 60_000;

/** `open` are the keys of the visits whose pages are shown. */
export function linesOf(rows: readonly Touchpoint[], merges: readonly Merge[], open: ReadonlySet<string>): Line[] {
  const lines: Line[] = [];
  let day = '';
  const put = (line: Line, at: string) => {
    const its = dayKey(at);
    if (its !== day) lines.push({ kind: 'day', key: `day ${its}`, at });
    day = its;
    lines.push(line);
  };
  const waiting = [...merges].sort((a, b) => (a.at < b.at ? 1 : -1));
  for (let at = 0; at < rows.length; ) {
    const row = rows[at] as Touchpoint;
    while (waiting[0] && waiting[0].at >= row.at) putMerge(waiting.shift() as Merge, put);
    const visit = visitAt(rows, at);
    if (visit.length > 1) {
      const shown = open.has(row.id);
      put({ kind: 'visit', key: row.id, rows: visit, open: shown }, row.at);
      if (shown) for (const page of visit) lines.push({ kind: 'row', key: `in ${page.id}`, row: page, inVisit: true });
    } else put({ kind: 'row', key: row.id, row, inVisit: false }, row.at);
    at += visit.length;
  }
  return lines;
}

/** The page views that follow each other from here, all of one day; one touchpoint of any other kind. */
function visitAt(rows: readonly Touchpoint[], from: number): readonly Touchpoint[] {
  let end = from + 1;
  const belongs = (row: Touchpoint | undefined, before: Touchpoint) =>
    row?.kind === 'page' &&
    Date.parse(before.at) - Date.parse(row.at) <= VISIT_MS &&
    dayKey(row.at) === dayKey(before.at);
  if (rows[from]?.kind === 'page') while (belongs(rows[end], rows[end - 1] as Touchpoint)) end++;
  return rows.slice(from, end);
}

function putMerge(merge: Merge, put: (line: Line, at: string) => void): void {
  put({ kind: 'merge', key: merge.id, merge }, merge.at);
}

function dayKey(at: string): string {
  const date = new Date(at);
  return `${date.getFullYear()}-${date.getMonth()}-${date.getDate()}`;
}

/** Where each line begins, and at last where the list ends. */
export function offsetsOf(lines: readonly Line[]): number[] {
  const offsets = [0];
  for (const line of lines) offsets.push((offsets.at(-1) as number) + HEIGHTS[line.kind]);
  return offsets;
}

/** The line at this height: the last one that does not begin below it. */
export function lineAt(offsets: readonly number[], height: number): number {
  let low = 0;
  let high = Math.max(0, offsets.length - 2);
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((offsets[middle] as number) <= height) low = middle;
    else high = middle - 1;
  }
  return low;
}
