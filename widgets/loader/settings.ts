// What the server writes into the loader when it serves it.

export interface Settings {
  origin: string;
  key: string;
  side: 'left' | 'right';
  /** Words on the launcher; without them it is round. */
  label: string;
  /** The path of its drawing. */
  icon: string;
  /** Whether its visitors can call. */
  calls?: 1;
  accent: string;
  ink: string;
  /** By language: the launcher's name; whether it is open is its state, not its name. */
  texts: Record<string, string>;
}
