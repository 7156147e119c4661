/** TURN servers for networks that let no UDP through: asked for once, and again before their password ends. */

const FRESH_MS = 6 * 3600 * 1000;

/** `ask` gives what the server said, or null where it said nothing: then it is asked again next time. */
export function remembered(ask: () => Promise<RTCIceServer[] | null>): () => Promise<RTCIceServer[]> {
  let known: Promise<RTCIceServer[]> | undefined;
  let until = 0;
  return () => {
    if (!known || Date.now() > until) {
      until = Date.now() + FRESH_MS;
      known = ask().then((found) => {
        if (!found) known = undefined;
        return found ?? [];
      });
    }
    return known;
  };
}
