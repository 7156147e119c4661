import { remembered } from '../../talk/relays';
import { ask } from '../socket';

export const relays = remembered(async () => {
  const answer = await ask<{ relays: RTCIceServer[] }>('call.relays', {});
  return answer.ok ? answer.relays : null;
});
