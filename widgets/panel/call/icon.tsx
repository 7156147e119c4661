// The icons of calls.

import { Grid3x3, Mic, MicOff, PhoneOff } from 'lucide';
import { Drawing, PHONE } from '../views/icon.tsx';

const ICONS = { keypad: Grid3x3, mute: Mic, unmute: MicOff, accept: PHONE, end: PhoneOff };

export function Sign({ name }: { name: keyof typeof ICONS }) {
  return <Drawing of={ICONS[name]} />;
}
