// TURN servers for networks that let no UDP through. Asked for once, and again before their password ends.

import { ask } from '../socket';

const FRESH_MS = 6 * 3600 * 1000;
let known: Promise<RTCIceServer[]> | undefined;
let until = 0;

export function relays(): Promise<RTCIceServer[]> {
  if (!known || Date.now() > until) {
    until = Date.now() + FRESH_MS;
    known = ask<{ relays: RTCIceServer[] }>('call.relays', {}).then((answer) => {
      if (!answer.ok) known = undefined;
      return answer.ok ? answer.relays : [];
    });
  }
  return known;
}
