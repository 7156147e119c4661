import { describe, expect, it } from 'vitest';
import type { Event } from '../wire';
import { stampsOf, storiesOf } from './story';

let number = 0;

function event(type: string, second: number, fields: object = {}): Event {
  const at = new Date(Date.UTC(2026, 10, 21, 10, 0, second)).toISOString();
  const head = { conversation: 'cnv_1', number: ++number, type, at, channel: 'call', actor: {} };
  return { ...head, ...fields } as unknown as Event;
}
const told = (type: string, second: number, fields: object = {}) => event(type, second, { call: 'cal_1', ...fields });

const CALL = [
  told('CallStarted', 0, { direction: 'in', leg: 'leg_c', name: 'Rosa' }),
  told('LegJoined', 5, { leg: 'leg_a', role: 'agent', name: 'Ann' }),
  told('CallAnswered', 5, { leg: 'leg_a', agent_name: 'Ann', waited_seconds: 5 }),
  told('RecordingChanged', 6, { state: 'on', recording: 'rec_1' }),
  event('MessageSent', 16, { text: 'the link' }),
  told('RecordingChanged', 20, { state: 'paused', recording: 'rec_1' }),
  told('CallTransferred', 30, { kind: 'consult', to_name: 'Ben', note: 'wants a pot' }),
  told('CallEnded', 66, { state: 'ended', talked_seconds: 61 }),
  told('RecordingStored', 67, { recording: 'rec_1', seconds: 60, size: 9, waveform: [[1], [2]] }),
];

describe('storiesOf', () => {
  it('makes one story of the events of a call', () => {
    const story = storiesOf(CALL).get('cal_1');
    expect(story).toMatchObject({
      by: 'Rosa',
      answered: { by: 'Ann', waited: 5 },
      ended: { how: 'ended', talked: 61 },
      parties: { leg_c: { role: 'customer', name: 'Rosa' }, leg_a: { role: 'agent', name: 'Ann' } },
    });
    expect(story?.moves.map((each) => each.to_name)).toEqual(['Ben']);
    expect(story?.recordings).toHaveLength(1);
    expect(story?.recordings[0]).toMatchObject({ id: 'rec_1', seconds: 60, erased: false });
  });

  it('tells a call whose beginning is on an earlier page', () => {
    expect(storiesOf(CALL.slice(7)).get('cal_1')?.ended?.how).toBe('ended');
  });

  it('knows a message that was left, and a recording that is gone', () => {
    const left = storiesOf([
      told('CallStarted', 0, { direction: 'in', leg: 'leg_c', name: 'Rosa' }),
      told('VoicemailBegun', 9, { recording: 'rec_2' }),
      told('RecordingErased', 90, { recording: 'rec_2' }),
    ]).get('cal_1');
    expect(left).toMatchObject({ voicemail: true, recordings: [{ id: 'rec_2', erased: true }] });
  });
});

describe('stampsOf', () => {
  it('finds what was written while the recording ran', () => {
    const recorded = storiesOf(CALL).get('cal_1')?.recordings[0];
    if (!recorded) throw new Error('no recording');
    expect(stampsOf(recorded, CALL).map(({ seconds }) => seconds)).toEqual([10]);
    expect(stampsOf({ ...recorded, seconds: 4 }, CALL)).toEqual([]);
  });
});
