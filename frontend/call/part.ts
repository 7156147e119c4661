/** This tab's part in a call, as the screens show it; phone.ts changes it. */
import { signal } from '@preact/signals';
import type { Trouble } from './microphone';

/** `elsewhere`: another tab or another browser of mine has the sound. */
export type Place = 'none' | 'starting' | 'there' | 'returning' | 'elsewhere';

export const place = signal<Place>('none');
/** Why nobody hears me. */
export const trouble = signal<Trouble | null>(null);
export const muted = signal(false);
/** Where pictures go and come, once the sound of this tab is there and if cameras and screens may be shown. */
export const picture = signal<RTCRtpTransceiver | null>(null);
/** How loud I am, from 0 to 1. */
export const loudness = signal(0);
/** I speak while I am muted. */
export const unheard = signal(false);
/** The browser keeps the sound back until the page is touched. */
export const kept = signal(false);
