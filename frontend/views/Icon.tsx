/** One lucide icon drawn as SVG; it says nothing to screen readers, the control around it has the words. */
import type { IconNode } from 'lucide';
import { h } from 'preact';

export function Icon({ of, size = 20 }: { of: IconNode; size?: number }) {
  return (
    <svg class="icon" width={size} height={size} viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      {of.map(([tag, attributes], index) => h(tag, { key: index, ...attributes }))}
    </svg>
  );
}
