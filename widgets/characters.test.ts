import { describe, expect, it } from 'vitest';
import { cut, json, wellFormed } from './characters.ts';

const HALF = '😀'.slice(0, 1);

describe('characters', () => {
  it('are cut between, never within', () => {
    expect(cut('ab😀cd', 3)).toBe('ab😀');
    expect(cut('ab😀cd', 2)).toBe('ab');
    expect(cut('short', 300)).toBe('short');
  });

  it('lose their halves and keep their pairs', () => {
    expect(wellFormed(`a${HALF}b😀${'😀'.slice(1)}`)).toBe('a\ufffdb😀\ufffd');
  });

  it('are whole in everything that is sent, however deep', () => {
    const sent = json(['message', { text: `hi ${HALF}`, page: { title: HALF }, files: [HALF], leave: true }]);
    expect(sent).toBe('["message",{"text":"hi \ufffd","page":{"title":"\ufffd"},"files":["\ufffd"],"leave":true}]');
  });
});
