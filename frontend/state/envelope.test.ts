import { describe, expect, it } from 'vitest';
import { added, EMPTY_ENVELOPE, isAddress, partyOf, problemOf, recipient, recipientsIn } from './envelope';

describe('a recipient', () => {
  it('is written so that it is read back the same', () => {
    for (const party of [
      { name: 'Ada Quill', address: 'ada@a.example' },
      { name: 'Quill, Ada', address: 'ada@a.example' },
      { name: '', address: 'ada@a.example' },
    ]) {
      expect(partyOf(recipient(party))).toEqual(party);
      expect(recipientsIn(recipient(party))).toHaveLength(1);
    }
  });

  it('has a quoted name that cannot end early', () => {
    expect(recipient({ name: 'x" <evil@b.example>, "', address: 'ada@a.example' })).toBe(
      '"x <evil@b.example>, " <ada@a.example>',
    );
  });

  it('needs one @ with something on both sides', () => {
    expect(isAddress('Ada <ada@a.example>')).toBe(true);
    expect(isAddress('ada@пример.рф')).toBe(true);
    expect(['ada', '@a.example', 'ada@', 'a b@c.example', 'a@b@c.example'].some(isAddress)).toBe(false);
  });
});

describe('an envelope', () => {
  const ada = 'Ada <ada@a.example>';

  it('takes what is pasted, each address once', () => {
    const pasted = recipientsIn(`${ada}; "Quill, Ben" <ben@b.example>,\n ADA@a.example`);
    expect(added(EMPTY_ENVELOPE, 'to', pasted).to).toEqual([ada, '"Quill, Ben" <ben@b.example>']);
    expect(added({ ...EMPTY_ENVELOPE, cc: [ada] }, 'bcc', ['ada@a.example']).bcc).toEqual([]);
  });

  it('says why it cannot go', () => {
    expect(problemOf(EMPTY_ENVELOPE)).toEqual({ kind: 'nobody' });
    expect(problemOf({ ...EMPTY_ENVELOPE, to: [ada], cc: ['ben'] })).toEqual({ kind: 'address', text: 'ben' });
    expect(problemOf({ ...EMPTY_ENVELOPE, to: [ada] })).toBeNull();
  });
});
