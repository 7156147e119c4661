/** The shapes of calls on the wire, as the server's own types have them, each with exactly the fields it names. */
import type * as made from '../generated/wire';

type Named<T> = { [Key in keyof T as string extends Key ? never : Key]: T[Key] };

export type CallLeg = Named<made.CallLeg>;
export type Call = Omit<Named<made.Call>, 'legs'> & { legs: CallLeg[] };
export type CallParty = Named<made.CallParty>;
export type CallRecording = Named<made.CallRecording>;
export type CallQuality = Named<made.CallQuality>;
export type CallLevels = Named<made.CallLevels>;
export type CallDetail = Omit<Named<made.CallDetail>, 'legs' | 'parties' | 'recordings' | 'speech'> & {
  legs: CallLeg[];
  parties: CallParty[];
  recordings: CallRecording[];
  speech: Speech | null;
};

/** Who spoke how much: seconds of talk, its share of all talk from 0 to 1, and how often they interrupted, by leg. */
export interface Speech {
  seconds: number;
  legs: Record<string, LegSpeech>;
  overtalk_seconds: number;
  longest_silence_seconds: number;
}

export interface LegSpeech {
  talk_seconds: number;
  talk_share: number;
  interruptions: number;
  first_word_seconds: number | null;
}

/** What joining answers: one's own part in a call. */
export interface Part {
  call: string;
  leg: string;
  conversation: string;
}
