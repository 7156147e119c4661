import { describe, expect, it } from 'vitest';
import type { Field } from './sections';
import { entered, newServer, PROVIDERS, serversOf } from './servers';
import { bodyOf, valuesOf } from './values';

const shown = {
  host: 'imap.a.example',
  port: 993,
  tls: 'implicit',
  user: 'ada',
  password_set: true,
  oauth: null,
  folder: 'INBOX',
} as const;
const fields: Field[] = [{ name: 'imap', kind: 'server', port: 993, folder: true, initial: null }];

describe('a mail server', () => {
  it('is sent without what only says that a secret is there', () => {
    expect(entered(shown)).toEqual({ ...shown, password_set: undefined });
    expect('password_set' in entered(shown)).toBe(false);
    const oauth = { token_url: 'https://a.example/token', client_id: 'x', secrets_set: true, refresh_token: 'new' };
    expect(entered({ ...shown, oauth }).oauth).toEqual({
      token_url: oauth.token_url,
      client_id: 'x',
      refresh_token: 'new',
    });
  });

  it('goes into the body as it was entered, or as null when it is switched off', () => {
    const mailbox = { id: 'mbx_1', name: 'Post', rv: 3, imap: shown };
    const before = valuesOf(fields, mailbox);
    const now = { imap: { ...shown, password: 'new' } };
    expect(bodyOf('mailboxes', before, now, mailbox)).toEqual({ imap: { ...entered(shown), password: 'new' }, rv: 3 });
    expect(bodyOf('mailboxes', before, { imap: null }, mailbox)).toEqual({ imap: null, rv: 3 });
  });

  it('of a provider is only its place', () => {
    for (const provider of PROVIDERS) {
      const { imap, smtp } = serversOf(provider);
      expect(imap).toEqual({ ...newServer(993, true), host: provider.imap[0] });
      expect([imap.user, smtp.user, smtp.folder]).toEqual(['', '', undefined]);
    }
  });
});
