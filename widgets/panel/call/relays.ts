import { remembered } from '../../../talk/relays.ts';
import { ask } from '../line.ts';

export const relays = remembered(async () => {
  const answer = await ask<{ relays: RTCIceServer[] }>('call.relays', {});
  return answer.ok ? answer.relays : null;
});
