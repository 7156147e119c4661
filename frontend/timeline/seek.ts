/** Opens a conversation at one of its events: older pages are loaded until it is there, then it is shown and has the focus. */
import { useEffect } from 'preact/hooks';
import { route } from '../route';
import { following, older } from '../state/conversations';
import { first, last } from '../state/timeline';

/** The most pages that are loaded for it: beyond them one scrolls oneself. */
const MOST_PAGES = 60;

export function useSought(conversation: string): void {
  const here = route.value;
  const number = here.page === 'inbox' && here.conversation === conversation ? here.event : undefined;
  const ready = last(following(conversation).timeline.value) > 0;
  useEffect(() => {
    if (!number || !ready) return;
    let left = false;
    void reach(conversation, number, () => left);
    return () => {
      left = true;
    };
  }, [conversation, number, ready]);
}

async function reach(conversation: string, number: number, left: () => boolean): Promise<void> {
  const { timeline } = following(conversation);
  for (let page = 0; page < MOST_PAGES && first(timeline.value) > number && !left(); page++) {
    const before = first(timeline.value);
    await older(conversation);
    if (first(timeline.value) === before) return;
  }
  // Two frames: one draws what has come, one lets the timeline settle at its foot.
  requestAnimationFrame(() => requestAnimationFrame(() => left() || show(number)));
}

/** The event itself or, where it is no line of its own, the nearest before it. */
function show(number: number): void {
  const lines = [...document.querySelectorAll<HTMLElement>('.timeline [data-number]')];
  const line = lines.findLast((each) => Number(each.dataset.number) <= number) ?? lines[0];
  if (!line) return;
  line.scrollIntoView({ block: 'center' });
  line.tabIndex = -1;
  line.focus({ preventScroll: true });
  line.dataset.sought = '';
}
