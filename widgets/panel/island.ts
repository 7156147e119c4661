// What the server wrote into the page, so that the first paint needs no request.

import type { Text } from './texts.ts';

export interface Field {
  name: string;
  kind: 'text' | 'email' | 'phone' | 'textarea' | 'choice';
  label: string;
  required: boolean;
  choices?: string[];
}

export interface Consent {
  required: boolean;
  text: string;
  version: string;
  policy_url: string | null;
}

export interface Calls {
  /** Calling is what the widget is for, and writing goes beside it. */
  first: boolean;
  /** What is said of recording, where calls are recorded. */
  notice: { text: string; version: string } | null;
  /** What can be done instead of waiting. */
  overflow: 'both' | 'voicemail' | 'callback';
  /** Whether cameras and screens may be shown. */
  video: boolean;
}

type Theme = { accent: string; ink: string };

export interface Island {
  key: string;
  name: string;
  locale: string;
  /** Whether somebody can answer, and what is said when nobody can; the socket's later word wins. */
  available: boolean;
  away_text: string | null;
  palette: { light: Theme; dark: Theme };
  form: Field[];
  consent: Consent | null;
  /** Whether it is possible to call, and not only to write. */
  calls?: Calls;
  texts: Record<string, Text>;
  /** Whether the visitor's name may stand in the greeting (`greeting.ts`). */
  personal?: boolean;
}

export const island: Island = JSON.parse(document.getElementById('island')?.textContent ?? '{}');
