// What the screens of a call show beside the call itself.

import { signal } from '../signal.ts';
import type { Trouble } from './microphone.ts';

/** Where this tab's own part of the call is. `elsewhere`: another tab or window has it. */
export type Place = 'none' | 'asking' | 'starting' | 'there' | 'returning' | 'elsewhere';
export type Fare = 'good' | 'fair' | 'poor';

export const place = signal<Place>('none');
export const trouble = signal<Trouble | null>(null);
export const muted = signal(false);
export const fare = signal<Fare | null>(null);
/** The browser keeps the sound back until the visitor touches the page. */
export const kept = signal(false);
/** Where pictures go and come, once this tab's sound is there and if cameras and screens may be shown. */
export const picture = signal<RTCRtpTransceiver | null>(null);
/** Nothing came from the microphone since the call began. */
export const silent = signal(false);
/** The visitor speaks while muted. */
export const unheard = signal(false);
export const pressed = signal('');
export const keypad = signal(false);
export const checking = signal(false);
export const devices = signal<MediaDeviceInfo[]>([]);
export const device = signal('');
/** Now, moved once a second while there is something to count. */
export const instant = signal(Date.now());
