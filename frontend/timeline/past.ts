/**
 * The part of a customer's past that is loaded: a gapless run of touchpoints around where one looks, never more than a few
 * thousand. It grows at the end that comes into view and is forgotten at the other, so its cost never depends on its length.
 */
import { batch, type Signal, signal } from '@preact/signals';
import { Failure, get } from '../api';
import type { Touchpoint } from '../wire';

export interface Asked {
  kinds: readonly string[];
  channels: readonly string[];
  q: string;
}

export type Way = 'older' | 'newer';

interface Page {
  items: Touchpoint[];
  older: string | null;
  newer: string | null;
}

const PAGE = 100;
const MOST = 2_000;
/** With words or channels a page may be short or empty: more are asked for until so many rows have come. */
const ENOUGH = 30;

export class Past {
  readonly rows: Signal<readonly Touchpoint[]> = signal([]);
  readonly busy: Signal<Way | 'start' | null> = signal(null);
  readonly failure: Signal<Failure | null> = signal(null);
  /** Where the next page begins on each side; null where there is nothing more. */
  readonly ends: Signal<Record<Way, string | null>> = signal({ older: null, newer: null });
  private asking = 0;
  private from: string | null = null;

  constructor(
    private readonly customer: string,
    private readonly asked: Asked,
  ) {}

  /** Loads the touchpoints before `before`, or the latest. */
  async start(before: string | null = null): Promise<void> {
    this.from = before;
    await this.attempt('start', async (mine) => {
      const first = await this.page('older', before);
      if (mine !== this.asking) return;
      batch(() => {
        this.rows.value = first.items;
        this.ends.value = { older: first.older, newer: first.newer };
      });
      await this.fill('older', 0, mine);
    });
  }

  /** Loads the next page on one side, unless one is being loaded or there is none. */
  async more(way: Way): Promise<void> {
    if (this.busy.value || this.failure.value || this.ends.value[way] === null) return;
    await this.attempt(way, async (mine) => {
      const had = this.rows.value.length;
      this.take(way, await this.page(way, this.ends.value[way]), mine);
      await this.fill(way, had, mine);
    });
  }

  /** Adds what has happened since the latest came. Where newer ones are still to be loaded, scrolling leads to it anyway. */
  async catchUp(): Promise<void> {
    if (this.busy.value || (this.ends.value.newer !== null && !this.failure.value)) return;
    this.failure.value = null;
    const latest = this.rows.value[0];
    if (!latest) return this.start(this.from);
    this.ends.value = { ...this.ends.value, newer: latest.at };
    await this.more('newer');
  }

  /** Tries again what failed. */
  async again(): Promise<void> {
    this.failure.value = null;
    if (this.rows.value.length === 0) return this.start(this.from);
    await this.more('newer');
    await this.more('older');
  }

  /** Drops whatever is still on its way. */
  end(): void {
    this.asking++;
  }

  private async fill(way: Way, had: number, mine: number): Promise<void> {
    while (mine === this.asking && this.ends.value[way] !== null && this.rows.value.length < had + ENOUGH) {
      if (this.rows.value.length >= MOST) return;
      this.take(way, await this.page(way, this.ends.value[way]), mine);
    }
  }

  private take(way: Way, page: Page, mine: number): void {
    if (mine !== this.asking) return;
    const rows = way === 'older' ? [...this.rows.value, ...page.items] : [...page.items, ...this.rows.value];
    const ends = { ...this.ends.value, [way]: page[way] };
    const { kept, cut } = trimmed(rows, way);
    batch(() => {
      this.rows.value = kept;
      this.ends.value = cut ? { ...ends, [way === 'older' ? 'newer' : 'older']: cut } : ends;
    });
  }

  private page(way: Way, from: string | null): Promise<Page> {
    const { kinds, channels, q } = this.asked;
    const words = new URLSearchParams({ kinds: kinds.join(), channels: channels.join(), q, limit: String(PAGE) });
    if (from) words.set(way === 'older' ? 'before' : 'after', from);
    return get<Page>(`/customers/${this.customer}/timeline?${words}`);
  }

  private async attempt(what: Way | 'start', act: (mine: number) => Promise<void>): Promise<void> {
    const mine = ++this.asking;
    this.busy.value = what;
    this.failure.value = null;
    try {
      await act(mine);
    } catch (failure) {
      if (!(failure instanceof Failure)) throw failure;
      if (mine === this.asking) this.failure.value = failure;
    } finally {
      if (mine === this.asking) this.busy.value = null;
    }
  }
}

/** At most MOST rows, those of the far end forgotten, never some of one instant; `cut` is where that end goes on. */
export function trimmed(
  rows: readonly Touchpoint[],
  way: Way,
  most = MOST,
): { kept: readonly Touchpoint[]; cut: string | null } {
  if (rows.length <= most) return { kept: rows, cut: null };
  if (way === 'older') {
    let from = rows.length - most;
    while (from > 0 && rows[from]?.at === rows[from - 1]?.at) from--;
    return { kept: rows.slice(from), cut: from > 0 ? (rows[from]?.at ?? null) : null };
  }
  let end = most;
  while (end < rows.length && rows[end]?.at === rows[end - 1]?.at) end++;
  return { kept: rows.slice(0, end), cut: end < rows.length ? (rows[end - 1]?.at ?? null) : null };
}
