/**
 * The lines of a past in a window that scrolls: only those in view are drawn, and what is read stays where it is while lines come
 * and go above it. Arrow keys walk from line to line.
 */
import { useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import { t } from '../l10n';
import { type Line, lineAt, offsetsOf } from './lines';
import type { Way } from './past';
import { Touch } from './Touch';

interface Props {
  lines: readonly Line[];
  /** Nothing newer is left to load: whoever is at the top sees what comes in. */
  latest: boolean;
  words: string;
  /** Lines are wanted beyond this end, or soon will be. */
  near: (way: Way) => void;
  toggle: (key: string) => void;
  label: string;
  /** What stands below the last line. */
  foot: string;
}

const OVERSCAN = 8;
/** How many windows ahead the next page is asked for. */
const AHEAD = 3;

export function Scroller({ lines, latest, words, near, toggle, label, foot }: Props) {
  const box = useRef<HTMLElement>(null);
  const [top, setTop] = useState(0);
  const [height, setHeight] = useState(800);
  const offsets = useMemo(() => offsetsOf(lines), [lines]);
  const end = offsets.at(-1) as number;
  const anchor = useRef<{ key: string; below: number } | null>(null);
  const focused = useRef<string | null>(null);
  const drawn = useRef(lines);
  // While lines have come or gone above, what is read is drawn where it is going to be, not where it was.
  const place = drawn.current === lines ? top : placeOf(anchor.current);

  function placeOf(kept: typeof anchor.current): number {
    const at = kept ? lines.findIndex((line) => line.key === kept.key) : -1;
    return kept && at >= 0 ? (offsets[at] as number) + kept.below : top;
  }

  const lookNow = useRef(look);
  lookNow.current = look;

  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return;
    drawn.current = lines;
    if (Math.abs(place - element.scrollTop) >= 1) element.scrollTop = place;
    look();
  }, [lines, offsets]);

  // A line that has the focus may scroll away or become part of a longer visit: the focus goes on where it was.
  useLayoutEffect(() => {
    if (!focused.current || (document.activeElement && document.activeElement !== document.body)) return;
    const line = lines.find((each) => isOf(each, focused.current as string));
    (lineElement(line?.key) ?? box.current)?.focus({ preventScroll: true });
  });

  useLayoutEffect(() => {
    const watch = new ResizeObserver(() => lookNow.current());
    if (box.current) watch.observe(box.current);
    return () => watch.disconnect();
  }, []);

  function look() {
    const element = box.current;
    if (!element) return;
    setTop(element.scrollTop);
    setHeight(element.clientHeight);
    const first = lineAt(offsets, element.scrollTop);
    const line = lines[first];
    const follows = latest && element.scrollTop < 1;
    anchor.current = line && !follows ? { key: line.key, below: element.scrollTop - (offsets[first] as number) } : null;
    if (element.scrollTop < AHEAD * element.clientHeight) near('newer');
    if (end - element.scrollTop < (AHEAD + 1) * element.clientHeight) near('older');
  }

  function walk(event: KeyboardEvent) {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (!step) return;
    const here = document.activeElement?.getAttribute('data-line');
    let at = here ? lines.findIndex((line) => line.key === here) : lineAt(offsets, top) - step;
    do at += step;
    while (lines[at] && lines[at]?.kind !== 'row' && lines[at]?.kind !== 'visit');
    const key = lines[at]?.key;
    if (!key || !box.current) return;
    event.preventDefault();
    const begins = offsets[at] as number;
    const low = begins + 60 - height;
    if (begins < top + 44) box.current.scrollTop = begins - 44;
    else if (low > top) box.current.scrollTop = low;
    look();
    requestAnimationFrame(() => lineElement(key)?.focus());
  }
  function lineElement(key: string | undefined): HTMLElement | null {
    return key ? (box.current?.querySelector<HTMLElement>(`[data-line="${CSS.escape(key)}"]`) ?? null) : null;
  }

  const from = Math.max(0, lineAt(offsets, place) - OVERSCAN);
  const to = Math.min(lines.length, lineAt(offsets, place + height) + OVERSCAN);
  return (
    <section
      class="past-scroll"
      ref={box}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
      tabIndex={0}
      aria-label={label}
      onScroll={look}
      onKeyDown={walk}
      onFocusIn={(event) => {
        focused.current = (event.target as Element).getAttribute('data-line');
      }}
      onFocusOut={(event) => {
        if (event.relatedTarget) focused.current = null;
      }}
    >
      <ol class="past-lines" style={{ height: `${end}px` }}>
        {lines.slice(from, to).map((line, index) => (
          <Touch key={line.key} line={line} top={offsets[from + index] as number} words={words} toggle={toggle} />
        ))}
      </ol>
      <p class="past-foot quiet">{foot || t('loading')}</p>
    </section>
  );
}

/** Whether this touchpoint is in the line. */
function isOf(line: Line, id: string): boolean {
  return line.key === id || (line.kind === 'visit' && line.rows.some((row) => row.id === id));
}
