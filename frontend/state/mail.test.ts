import { describe, expect, it } from 'vitest';
import type { Conversation, Email, Event } from '../wire';
import { deliveries, hasLeft, mailState, usualChannel } from './mail';

const AT = '2026-11-21T10:00:00Z';
const NOW = Date.parse(AT);

function event(number: number, type: string, change: Partial<Event> = {}): Event {
  const actor = { kind: 'customer', id: 'cus_1', name: 'Anna' } as const;
  return { conversation: 'cnv_1', number, type, at: AT, channel: 'chat', actor, ...change };
}

const mail = (change: Partial<Email>) =>
  ({ due_at: null, is_auto_reply: false, is_receipt: false, is_bounce: false, ...change }) as Email;
const row = (change: Partial<Conversation> = {}) =>
  ({ channel: 'chat', left_message: false, ...change }) as Conversation;

describe('deliveries', () => {
  it('never hides that one recipient did not get it behind another who did', () => {
    const told = deliveries([
      event(2, 'DeliveryChanged', { message: 1, state: 'bounced', words: 'No such person' }),
      event(3, 'DeliveryChanged', { message: 1, state: 'sent', words: '' }),
    ]);
    expect(told.get(1)).toEqual({ state: 'bounced', words: 'No such person' });
  });
  it('keep the latest of each message', () => {
    const told = deliveries([
      event(3, 'DeliveryChanged', { message: 2, state: 'delayed', words: 'busy' }),
      event(4, 'DeliveryChanged', { message: 2, state: 'sent', words: '' }),
      event(5, 'DeliveryChanged', { message: 1, state: 'failed', words: 'no such mailbox' }),
    ]);
    expect(told.get(2)).toEqual({ state: 'sent', words: '' });
    expect(told.get(1)?.words).toBe('no such mailbox');
  });
});

describe('mailState', () => {
  const sent = event(2, 'MessageSent', { channel: 'email' });
  const due = (seconds: number) => mail({ due_at: new Date(NOW + seconds * 1000).toISOString() });

  it('waits for its time, then for the other server', () => {
    expect(mailState(sent, due(5), undefined, NOW + 1000)).toBe('leaving');
    expect(mailState(sent, due(3600), undefined, NOW)).toBe('scheduled');
    expect(mailState(sent, due(5), { state: 'queued', words: '' }, NOW + 1000)).toBe('leaving');
    expect(mailState(sent, due(5), undefined, NOW + 6000)).toBe('queued');
  });

  it('is what the server said last', () => {
    expect(mailState(sent, due(3600), { state: 'cancelled', words: '' }, NOW)).toBe('cancelled');
    expect(mailState(sent, due(5), { state: 'bounced', words: 'unknown' }, NOW + 60_000)).toBe('bounced');
    expect(mailState(sent, mail({}), undefined, NOW)).toBe('sent');
  });
});

describe('the usual channel', () => {
  const chat = event(1, 'MessageReceived');
  const left = event(2, 'VisitorLeft');
  const byMail = event(3, 'MessageReceived', { channel: 'email', email: mail({}) });
  const automatic = event(4, 'MessageReceived', { channel: 'email', email: mail({ is_auto_reply: true }) });

  it("is that of the customer's last words", () => {
    expect(usualChannel(row(), [chat], true, true)).toBe('chat');
    expect(usualChannel(row(), [chat, byMail], true, true)).toBe('email');
    expect(usualChannel(row(), [chat, automatic], true, true)).toBe('chat');
    expect(usualChannel(row({ channel: 'email' }), [], false, false)).toBe('email');
  });

  it('is email once the visitor has gone and can be written to', () => {
    expect(usualChannel(row(), [chat, left], false, true)).toBe('email');
    expect(usualChannel(row(), [chat, left], false, false)).toBe('chat');
    expect(usualChannel(row({ left_message: true }), [chat], false, true)).toBe('email');
    expect(usualChannel(row({ left_message: true }), [chat], true, true)).toBe('chat');
  });

  it('is chat again when they are back', () => {
    expect(hasLeft([chat, left])).toBe(true);
    expect(hasLeft([chat, left, event(5, 'MessageReceived')])).toBe(false);
  });
});
