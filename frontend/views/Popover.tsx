/**
 * A button that opens a panel beside it, on the native popover: light dismiss, Escape and the top layer come with it.
 * Arrow keys walk the panel's controls; `command` lets a shortcut open it.
 */
import type { ComponentChildren } from 'preact';
import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { useCommand } from '../commands';

interface Props {
  label: string;
  button: ComponentChildren;
  buttonClass?: string;
  panelClass?: string;
  /** Where the panel goes: below the button or, for the rail, to its right and upwards. */
  place?: 'below' | 'right' | 'above';
  command?: string;
  disabled?: boolean;
  children: (close: () => void) => ComponentChildren;
}

const GAP = 6;
const EDGE = 8;

export function Popover({
  label,
  button,
  buttonClass = '',
  panelClass = '',
  place = 'below',
  command,
  disabled = false,
  children,
}: Props) {
  const id = useId();
  const opener = useRef<HTMLButtonElement>(null);
  const panel = useRef<HTMLDivElement>(null);
  const [open, setOpen] = useState(false);
  const close = () => panel.current?.hidePopover();
  const toggle = () => panel.current?.togglePopover({ source: opener.current as HTMLElement });
  useCommand(command ?? `popover-${id}`, toggle);

  function toggled(event: { newState: string }) {
    const opened = event.newState === 'open';
    setOpen(opened);
    if (!opened) return;
    requestAnimationFrame(() => controls(panel.current)[0]?.focus());
  }
  useEffect(() => {
    if (!open || !opener.current || !panel.current) return;
    const [from, what] = [opener.current, panel.current];
    // The content may come later or grow: the panel is put in its place at every size.
    const follow = new ResizeObserver(() => position(from, what, place));
    follow.observe(what);
    return () => follow.disconnect();
  }, [open, place]);

  return (
    <>
      <button
        ref={opener}
        type="button"
        class={buttonClass}
        aria-label={label}
        aria-expanded={open}
        aria-haspopup="true"
        aria-controls={id}
        title={label}
        disabled={disabled}
        onClick={toggle}
      >
        {button}
      </button>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the arrow keys only move between the controls inside */}
      <div id={id} ref={panel} popover="auto" class={`panel ${panelClass}`} onToggle={toggled} onKeyDown={walk}>
        {open && children(close)}
      </div>
    </>
  );
}

function controls(panel: HTMLElement | null): HTMLElement[] {
  return [...(panel?.querySelectorAll<HTMLElement>('button:not(:disabled), input, select, textarea') ?? [])];
}

function walk(event: KeyboardEvent): void {
  const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
  if (!step || event.target instanceof HTMLSelectElement || event.target instanceof HTMLTextAreaElement) return;
  const all = controls(event.currentTarget as HTMLElement);
  const next = all[all.indexOf(document.activeElement as HTMLElement) + step];
  event.preventDefault();
  next?.focus();
}

function position(opener: HTMLElement, panel: HTMLElement, place: Props['place']): void {
  const from = opener.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = panel;
  const right = innerWidth - width - EDGE;
  const beside = place === 'right' && from.right + GAP < right;
  // What is on the left opens to the right, and the other way round: no panel lies on a neighbouring pane for nothing.
  const start = place === 'above' || from.right - width < EDGE || from.left + from.right < innerWidth;
  const left = beside ? from.right + GAP : Math.min(start ? from.left : from.right - width, right);
  const up = place === 'above' || (place === 'below' && from.bottom + GAP + height > innerHeight - EDGE);
  const top = beside ? from.bottom - height : up ? from.top - GAP - height : from.bottom + GAP;
  panel.style.left = `${Math.max(EDGE, left)}px`;
  panel.style.top = `${Math.max(EDGE, Math.min(top, innerHeight - height - EDGE))}px`;
}
