// The icons of calls.

import { Grid3x3, Mic, MicOff, Phone, PhoneOff } from 'lucide';
import { Drawing } from '../views/icon.tsx';

const ICONS = { keypad: Grid3x3, mute: Mic, unmute: MicOff, accept: Phone, end: PhoneOff };

export function Sign({ name }: { name: keyof typeof ICONS }) {
  return <Drawing of={ICONS[name]} />;
}
