import { describe, expect, it } from 'vitest';
import type { Field } from './sections';
import { bodyOf, isChanged, valuesOf } from './values';

const fields: Field[] = [
  { name: 'name', kind: 'text', initial: '' },
  { name: 'capacity.chat', kind: 'number', least: 0, most: 50, initial: 3 },
  { name: 'capacity.call', kind: 'number', least: 0, most: 50, initial: 1 },
];
const agent = { id: 'agt_1', name: 'Marta', rv: 4, capacity: { chat: 2, call: 1 } };

describe('values of a form', () => {
  it('come from the document, or from the fields for a new one', () => {
    expect(valuesOf(fields, agent)).toEqual({ name: 'Marta', 'capacity.chat': 2, 'capacity.call': 1 });
    expect(valuesOf(fields, null)).toEqual({ name: '', 'capacity.chat': 3, 'capacity.call': 1 });
  });

  it('send what changed, nested fields together, with the version', () => {
    const before = valuesOf(fields, agent);
    const now = { ...before, 'capacity.chat': 5 };
    expect(isChanged(before, now)).toBe(true);
    expect(isChanged(before, { ...before })).toBe(false);
    expect(bodyOf('agents', before, now, agent)).toEqual({ capacity: { chat: 5, call: 1 }, rv: 4 });
  });

  it('send everything of a new document', () => {
    const now = { ...valuesOf(fields, null), name: 'Piotr' };
    expect(bodyOf('agents', {}, now, null)).toEqual({ name: 'Piotr', capacity: { chat: 3, call: 1 } });
  });

  it('ask for no consent without words to agree to', () => {
    const now = { name: 'Shop', 'consent.text': '', 'consent.version': '1' };
    expect(bodyOf('widgets', {}, now, null)).toEqual({ name: 'Shop', consent: null });
  });

  it('leave a new agent every queue when none is ticked, and say so when the last one is unticked later', () => {
    expect(bodyOf('agents', {}, { name: 'Piotr', queues: [] }, null)).toEqual({ name: 'Piotr' });
    expect(bodyOf('agents', {}, { name: 'Piotr', queues: ['que_1'] }, null).queues).toEqual(['que_1']);
    expect(bodyOf('agents', { queues: ['que_1'] }, { queues: [] }, agent)).toEqual({ queues: [], rv: 4 });
  });
});
