import { describe, expect, it } from 'vitest';
import type { Email, Event } from '../wire';
import { linesOf } from './lines';

function event(number: number, type: string, at = '2026-11-21T10:00:00', change: Partial<Event> = {}): Event {
  const actor = { kind: 'customer', id: 'cus_1', name: 'Anna' } as const;
  return { conversation: 'cnv_1', number, type, at, channel: 'chat', actor, ...change };
}

describe('linesOf', () => {
  it('draws a day line where the day changes', () => {
    const lines = linesOf([event(1, 'MessageReceived', '2026-11-20T10:00:00'), event(2, 'MessageReceived')]);
    expect(lines.map((line) => line.kind)).toEqual(['day', 'words', 'day', 'words']);
  });

  it('joins the words of one person into a run', () => {
    const run = linesOf([event(1, 'MessageReceived'), event(2, 'MessageReceived', '2026-11-21T10:01:00')]).slice(1);
    expect(run).toMatchObject([
      { startsRun: true, endsRun: false },
      { startsRun: false, endsRun: true },
    ]);
  });

  it('keeps the colour of the last message through notes and facts', () => {
    const lines = linesOf([
      event(1, 'MessageReceived'),
      event(2, 'NoteAdded', undefined, { channel: 'note' }),
      event(3, 'MessageReceived', undefined, { channel: 'email' }),
      event(4, 'ConversationClosed'),
    ]).slice(1);
    expect(lines.map((line) => line.channel)).toEqual(['chat', 'chat', 'email', 'email']);
  });

  it('shows a mail as one, and how it fares beside it', () => {
    const email = { subject: 'Fern' } as Email;
    const lines = linesOf([
      event(1, 'MessageSent', undefined, { channel: 'email', email }),
      event(2, 'DeliveryChanged', undefined, { message: 1, state: 'sent', words: '' }),
      event(3, 'CustomerIntroduced', undefined, { email: 'ada@a.example' }),
    ]);
    expect(lines.map((line) => line.kind)).toEqual(['day', 'mail', 'fact']);
  });

  it('tells an answered offer once and an open one as it is', () => {
    const offer = { offer: 'off_1' };
    const answered = [event(1, 'OfferMade', undefined, offer), event(2, 'OfferAccepted', undefined, offer)];
    expect(linesOf(answered).filter((line) => line.kind === 'fact')).toHaveLength(1);
    expect(linesOf(answered.slice(0, 1)).filter((line) => line.kind === 'fact')).toHaveLength(1);
  });
});
