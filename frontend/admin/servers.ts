/** A mailbox's mail servers as a form edits them: secrets go in and never come out, and only what was entered is sent. */
export type Tls = 'implicit' | 'starttls' | 'none';

export interface OAuth {
  token_url: string;
  client_id: string;
  secrets_set?: boolean;
  client_secret?: string;
  refresh_token?: string;
}

export interface Server {
  host: string;
  port: number;
  tls: Tls;
  user: string;
  password_set?: boolean;
  password?: string;
  oauth: OAuth | null;
  folder?: string;
}

export const NO_OAUTH: OAuth = { token_url: '', client_id: '' };

/** A server not set up yet; only one that mail is fetched from has a folder. */
export function newServer(port: number, folder: boolean): Server {
  return { host: '', port, tls: 'implicit', user: '', oauth: null, ...(folder ? { folder: 'INBOX' } : {}) };
}

/** What goes to the server: all but what only says that a secret is there. */
export function entered({ password_set: _, oauth, ...server }: Server): Record<string, unknown> {
  if (!oauth) return { ...server, oauth };
  const { secrets_set: __, ...given } = oauth;
  return { ...server, oauth: given };
}

interface Provider {
  name: string;
  imap: [host: string, port: number, tls: Tls];
  smtp: [host: string, port: number, tls: Tls];
}

/** Well-known providers by the names of their servers, nothing else. */
export const PROVIDERS: Provider[] = [
  { name: 'Google', imap: ['imap.gmail.com', 993, 'implicit'], smtp: ['smtp.gmail.com', 465, 'implicit'] },
  {
    name: 'Microsoft 365',
    imap: ['outlook.office365.com', 993, 'implicit'],
    smtp: ['smtp.office365.com', 587, 'starttls'],
  },
  { name: 'Yahoo', imap: ['imap.mail.yahoo.com', 993, 'implicit'], smtp: ['smtp.mail.yahoo.com', 465, 'implicit'] },
  { name: 'iCloud', imap: ['imap.mail.me.com', 993, 'implicit'], smtp: ['smtp.mail.me.com', 587, 'starttls'] },
  { name: 'Fastmail', imap: ['imap.fastmail.com', 993, 'implicit'], smtp: ['smtp.fastmail.com', 465, 'implicit'] },
  { name: 'Zoho', imap: ['imap.zoho.com', 993, 'implicit'], smtp: ['smtp.zoho.com', 465, 'implicit'] },
  { name: 'Яндекс', imap: ['imap.yandex.com', 993, 'implicit'], smtp: ['smtp.yandex.com', 465, 'implicit'] },
  { name: 'Mail.ru', imap: ['imap.mail.ru', 993, 'implicit'], smtp: ['smtp.mail.ru', 465, 'implicit'] },
  { name: 'WP', imap: ['imap.wp.pl', 993, 'implicit'], smtp: ['smtp.wp.pl', 465, 'implicit'] },
  { name: 'Aruba', imap: ['imaps.aruba.it', 993, 'implicit'], smtp: ['smtps.aruba.it', 465, 'implicit'] },
];

/** A provider's two servers; who signs in and how is for the administrator to fill in. */
export function serversOf({ imap, smtp }: Provider): { imap: Server; smtp: Server } {
  const filled = ([host, port, tls]: Provider['imap'], folder: boolean) => ({ ...newServer(port, folder), host, tls });
  return { imap: filled(imap, true), smtp: filled(smtp, false) };
}
