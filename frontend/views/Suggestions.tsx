/** A list under the caret's word, walked by arrow keys while the focus stays in the field. */
import { useEffect, useId, useState } from 'preact/hooks';

export interface Suggestion {
  id: string;
  title: string;
  hint: string;
  below: string;
  words: string;
}

export interface Suggesting {
  id: string;
  open: boolean;
  items: Suggestion[];
  active: number;
  activeId: string;
  choose: (item: Suggestion) => void;
  key: (event: KeyboardEvent) => boolean;
}

const MOST = 6;

/** `place` names the looked-up word: Escape closes the list for that word only. */
export function useSuggestions(all: Suggestion[], place: string, choose: (item: Suggestion) => void): Suggesting {
  const id = useId();
  const [active, setActive] = useState(0);
  const [dismissed, setDismissed] = useState('');
  const items = all.slice(0, MOST);
  const open = items.length > 0 && place !== dismissed;
  useEffect(() => {
    setActive(0);
    if (!place) setDismissed('');
  }, [place, items.length]);

  function key(event: KeyboardEvent): boolean {
    if (!open) return false;
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    const item = items[active];
    if (step) setActive((active + step + items.length) % items.length);
    else if (event.key === 'Escape') setDismissed(place);
    else if ((event.key === 'Enter' || event.key === 'Tab') && item) choose(item);
    else return false;
    event.preventDefault();
    event.stopPropagation();
    return true;
  }
  return { id, open, items, active, activeId: `${id}-${active}`, choose, key };
}

export function Suggestions({ of, label }: { of: Suggesting; label: string }) {
  if (!of.open) return null;
  return (
    <div class="suggestions" id={of.id} role="listbox" aria-label={label}>
      {of.items.map((item, index) => (
        // biome-ignore lint/a11y/useFocusableInteractive lint/a11y/useKeyWithClickEvents: the field has the focus
        <div
          key={item.id}
          id={`${of.id}-${index}`}
          role="option"
          class="suggestion"
          aria-selected={index === of.active}
          onPointerDown={(event) => event.preventDefault()}
          onClick={() => of.choose(item)}
        >
          <span class="suggestion-title">{item.title}</span>
          <span class="quiet">{item.hint}</span>
          {item.below && <span class="suggestion-below">{item.below}</span>}
        </div>
      ))}
    </div>
  );
}
