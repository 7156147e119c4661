// What the server writes into the loader when it serves it.

export interface Settings {
  origin: string;
  key: string;
  side: 'left' | 'right';
  /** Words on the launcher; without them it is round. */
  label: string;
  accent: string;
  ink: string;
  /** By language: the launcher's name; whether it is open is its state, not its name. */
  texts: Record<string, string>;
}

/** The kinds of panel there are, by the verb of `parley` that opens one. A new channel adds its address here. */
export const PANELS: Record<string, string> = { open: '/panel/' };
