// Line icons, 24 by 24, drawn in the colour of the text around them. Decoration: what carries one has a name of its own.

import { Download, EllipsisVertical, File, Paperclip, SendHorizontal, Smile, X } from 'lucide';
import { h } from 'preact';

const ICONS = {
  close: X,
  download: Download,
  file: File,
  clip: Paperclip,
  menu: EllipsisVertical,
  send: SendHorizontal,
  smile: Smile,
};

export function Icon({ name }: { name: keyof typeof ICONS }) {
  return (
    <svg viewBox="0 0 24 24" aria-hidden="true">
      {ICONS[name].map(([tag, attributes]) => h(tag, attributes))}
    </svg>
  );
}
