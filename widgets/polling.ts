// Engine.IO 4 over plain requests, for networks and policies that let no WebSocket through.

import type { Ends, Transport } from './socket.ts';

const SEPARATOR = '\x1e';

export function polling(url: string, ends: Ends): Transport {
  const stop = new AbortController();
  let address = `${url}&transport=polling`;
  let outgoing: string[] = [];
  let sending = false;

  async function receive(): Promise<void> {
    for (;;) {
      const answer = await fetch(address, { signal: stop.signal });
      if (!answer.ok) throw new Error(`${answer.status}`);
      for (const packet of (await answer.text()).split(SEPARATOR)) {
        if (packet[0] === '0') address += `&sid=${JSON.parse(packet.slice(1)).sid}`;
        ends.packet(packet);
      }
    }
  }

  async function flush(): Promise<void> {
    if (sending) return;
    sending = true;
    while (outgoing.length) {
      const body = outgoing.join(SEPARATOR);
      outgoing = [];
      const answer = await fetch(address, { method: 'POST', body, signal: stop.signal });
      if (!answer.ok) throw new Error(`${answer.status}`);
    }
    sending = false;
  }

  receive().catch(ends.closed);
  return {
    send(packet) {
      outgoing.push(packet);
      flush().catch(ends.closed);
    },
    close: () => stop.abort(),
  };
}
