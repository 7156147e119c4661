// Whoever comes by an agent's link: it says who they are, or lets them talk in one conversation. It stands in the fragment of
// the address, which no server or referrer sees, and is taken out of it at once: addresses are copied and shown.

import { admit } from './chat.ts';
import { recall, store, tabStorage } from './host.ts';
import { island } from './island.ts';

const KEPT = `parley-link:${island.key}`;

/** Lets the visitor in with the link of this address, or with the one that this tab had before a reload. */
export function invited(): void {
  const [, kind = '', given] = /^#(link|talk)(?:=([\w.]+))?$/.exec(location.hash) ?? [];
  const token = given ?? recall<string>(tabStorage(), KEPT);
  if (!token) return;
  store(tabStorage(), KEPT, token);
  location.replace(`#${kind}`);
  admit({ [kind]: token, used });
}

function used(): void {
  tabStorage()?.removeItem(KEPT);
  history.replaceState(null, '', location.pathname + location.search);
}
