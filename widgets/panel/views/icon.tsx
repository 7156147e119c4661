// Line icons, 24 by 24, drawn in the colour of the text around them. Decoration: what carries one has a name of its own.

import { EllipsisVertical, type IconNode, Paperclip, Phone, SendHorizontal, Smile, X } from 'lucide';
import { h } from 'preact';

const ICONS = {
  close: X,
  clip: Paperclip,
  menu: EllipsisVertical,
  phone: Phone,
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
