// What the server writes into the loader when it serves it.

export interface Settings {
  origin: string;
  key: string;
  look: { position?: string; launcher?: string; accent: string; ink: string };
  /** By language: the launcher's name when closed, when open, and the panel's title. */
  texts: Record<string, [open: string, close: string, title: string]>;
}

/** The kinds of panel there are. A new channel adds its address here and the verb of `parley` that opens it. */
export const PANELS: Record<string, string> = { open: '/panel/' };
