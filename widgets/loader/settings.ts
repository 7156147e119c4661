// What the server writes into the loader when it serves it: a list, because names would cost bytes twice.

export type Settings = [
  origin: string,
  key: string,
  side: 'left' | 'right',
  /** Words on the launcher; without them it is round. */
  label: string,
  /** The path of its drawing. */
  icon: string,
  accent: string,
  ink: string,
  /** By language: the launcher's name; whether it is open is its state, not its name. */
  texts: Record<string, string>,
  /** Where one can call: what the panel may use of the visitor's devices. */
  calls?: string,
];
