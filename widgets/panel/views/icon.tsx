// Line icons, 24 by 24, drawn in the colour of the text around them. Decoration: what carries one has a name of its own.

import { EllipsisVertical, type IconNode, Paperclip, SendHorizontal, Smile, X } from 'lucide';
import { h } from 'preact';

/** A receiver in one stroke, because every byte of it comes with every chat. */
export const PHONE: IconNode = [
  ['path', { d: 'M5 3h4l2 5-2.5 1.5a11 11 0 0 0 6 6L16 13l5 2v4a2 2 0 0 1-2 2A16 16 0 0 1 3 5a2 2 0 0 1 2-2z' }],
];

const ICONS = {
  close: X,
  clip: Paperclip,
  menu: EllipsisVertical,
  phone: PHONE,
  send: SendHorizontal,
  smile: Smile,
};

export function Icon({ name }: { name: keyof typeof ICONS }) {
  return <Drawing of={ICONS[name]} />;
}

export function Drawing({ of }: { of: IconNode }) {
  return (
    <svg viewBox="0 0 24 24" aria-hidden="true">
      {of.map(([tag, attributes]) => h(tag, attributes))}
    </svg>
  );
}
