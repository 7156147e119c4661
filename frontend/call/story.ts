/** What a timeline tells of calls, as a pure fold: a call's many events make one story, told where the call began. */
import type { Event, Iso } from '../wire';
import type { CallRecording, Speech } from './wire';

/** An event about a call; which fields it has follows from its type. */
type CallEvent = Omit<Event, 'state'> & {
  call: string;
  leg?: string;
  direction?: CallStory['direction'];
  role?: CallParty['role'];
  state?: string;
  recording?: string;
  seconds?: number;
  size?: number;
  incomplete?: boolean;
  voicemail?: boolean;
  waveform?: number[][];
  talked_seconds?: number;
  speech?: Speech;
};

export interface CallParty {
  role: 'customer' | 'agent' | 'supervisor';
  name: string;
}

export interface Recorded extends Omit<CallRecording, 'url'> {
  began: Iso;
}

export interface CallStory {
  call: string;
  direction: 'in' | 'out' | 'internal';
  at: Iso;
  by: string;
  answered: { at: Iso; by: string; waited: number } | null;
  ended: { at: Iso; how: string; talked: number } | null;
  voicemail: boolean;
  callback: boolean;
  /** Where it went on the way: transfers and returns to a queue. */
  moves: Event[];
  parties: Readonly<Record<string, CallParty>>;
  recordings: readonly Recorded[];
  speech: Speech | null;
}

export function isCallEvent(event: Event): event is Event & { call: string } {
  return 'call' in event && typeof event.call === 'string';
}

/** The stories of all calls of which any event is here, by the call. */
export function storiesOf(events: readonly Event[]): ReadonlyMap<string, CallStory> {
  const stories = new Map<string, CallStory>();
  for (const event of events) {
    if (!isCallEvent(event)) continue;
    const told = event as unknown as CallEvent;
    const before = stories.get(told.call) ?? begun(told);
    stories.set(told.call, { ...before, ...next(before, told) });
  }
  return stories;
}

function begun({ call, at }: CallEvent): CallStory {
  const nothing = { answered: null, ended: null, voicemail: false, callback: false, speech: null };
  return { call, at, direction: 'in', by: '', ...nothing, moves: [], parties: {}, recordings: [] };
}

function next(story: CallStory, event: CallEvent): Partial<CallStory> {
  switch (event.type) {
    case 'CallStarted': {
      const role = event.direction === 'in' ? 'customer' : 'agent';
      const party = { [event.leg ?? '']: { role, name: event.name ?? '' } as const };
      return { direction: event.direction ?? 'in', by: event.name ?? '', parties: party };
    }
    case 'LegJoined':
      return {
        parties: { ...story.parties, [event.leg ?? '']: { role: event.role ?? 'agent', name: event.name ?? '' } },
      };
    case 'CallAnswered':
      return { answered: { at: event.at, by: event.agent_name ?? '', waited: event.waited_seconds ?? 0 } };
    case 'CallTransferred':
    case 'CallQueued':
      return { moves: [...story.moves, event as unknown as Event] };
    case 'RecordingChanged':
      return begins(story, event);
    case 'VoicemailBegun':
      return { voicemail: true, ...begins(story, event) };
    case 'RecordingStored':
      return { recordings: story.recordings.map((each) => (each.id === event.recording ? stored(each, event) : each)) };
    case 'RecordingErased':
      return {
        recordings: story.recordings.map((each) => (each.id === event.recording ? { ...each, erased: true } : each)),
      };
    case 'CallbackAsked':
      return { callback: true };
    case 'CallEnded':
      return { ended: { at: event.at, how: event.state ?? 'ended', talked: event.talked_seconds ?? 0 } };
    case 'CallMeasured':
      return { speech: event.speech ?? null };
    default:
      return {};
  }
}

function begins(story: CallStory, { recording = '', at }: CallEvent): Partial<CallStory> {
  if (story.recordings.some((each) => each.id === recording)) return {};
  const empty = { seconds: 0, size: 0, incomplete: false, voicemail: false, erased: false, waveform: [] };
  return { recordings: [...story.recordings, { id: recording, began: at, ...empty }] };
}

function stored(recorded: Recorded, event: CallEvent): Recorded {
  const { seconds = 0, size = 0, incomplete = false, voicemail = false, waveform = [] } = event;
  return { ...recorded, seconds, size, incomplete, voicemail, waveform };
}

export interface Stamp {
  seconds: number;
  event: Event;
}

const STAMPED = new Set(['MessageReceived', 'MessageSent', 'NoteAdded']);

/** What was written while a recording ran, by its second. */
export function stampsOf(recorded: Recorded, events: readonly Event[]): Stamp[] {
  const began = Date.parse(recorded.began);
  return events
    .filter((event) => STAMPED.has(event.type))
    .map((event) => ({ seconds: (Date.parse(event.at) - began) / 1000, event }))
    .filter(({ seconds }) => seconds >= 0 && seconds <= recorded.seconds);
}
