// Where the keyboard goes when a screen appears.

/** The first field, if the visitor is in the panel at all. Not on touch screens: there the keyboard would cover the page. */
export function focusField(): void {
  if (document.hasFocus() && matchMedia('(pointer: fine)').matches)
    document.querySelector<HTMLElement>('input:not([hidden]), textarea')?.focus();
}

/** For a `ref`: called once, when the element appears. */
export function focusWhenShown(element: Element | null): void {
  if (element) queueMicrotask(focusField);
}
