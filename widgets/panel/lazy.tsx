// Parts that most visitors never see, loaded when first drawn.

import type { ComponentType, JSX } from 'preact';
import { signal } from './signal.ts';

/** A component that draws nothing until `load` has brought it; should that fail, the next drawing asks again. */
export function lazy<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
): (props: Props) => JSX.Element | null {
  const part = signal<ComponentType<Props> | null>(null);
  let asked = false;
  return (props) => {
    const Part = part.value;
    if (!Part && !asked) {
      asked = true;
      load().then(
        (loaded) => {
          part.value = loaded;
        },
        () => {
          asked = false;
        },
      );
    }
    return Part && <Part {...props} />;
  };
}
