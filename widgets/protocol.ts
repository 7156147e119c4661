// What the loader on the customer's site and the panel in its iframe say to each other, and nothing else crosses.

export interface Page {
  url: string;
  title: string;
  referrer: string;
}

/** What the site claims about its visitor. A claim fills the form; it opens no history. */
export interface Claims {
  [name: string]: unknown;
}

/** Kept in the site's own localStorage: the panel's is walled off or missing in some browsers. */
export interface Memory {
  /** The visitor's token. */
  token?: string;
  /** The version of the consent text that was accepted. */
  consent?: string;
  /** The form was filled in before. */
  introduced?: boolean;
  /** The visitor has proved who they are. */
  known?: boolean;
  /** A conversation is going on, so the next page connects by itself. */
  live?: boolean;
}

/** What the site said that the loader has no verb for: an event, a form. */
export interface Act {
  type: 'act';
  verb: string;
  name?: unknown;
  data?: unknown;
}

export type ToPanel =
  | { type: 'hello'; memory: Memory; page: Page; open: boolean; claims: Claims; call?: boolean }
  | { type: 'open' | 'call' | 'close' | 'logout' }
  | { type: 'claims'; claims: Claims }
  | Act;

export type ToHost =
  | { type: 'ready' }
  /** `show`: something waits for an answer. */
  | { type: 'close' }
  | { type: 'show' }
  | { type: 'keep'; memory: Memory }
  | { type: 'unread'; count: number }
  | { type: 'tell'; name: 'message' | 'agent' | 'call' | 'end' | 'identified' | 'error'; data: unknown };
