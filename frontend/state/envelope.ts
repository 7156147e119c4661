/** Who a mail goes to and what it is about, as the agent edits it; pure. Recipients are kept as text: `Ada <ada@a.example>`. */
import type { Party, ReplyShown } from '../wire';

export interface Envelope {
  to: string[];
  cc: string[];
  bcc: string[];
  subject: string;
}

export type Line = 'to' | 'cc' | 'bcc';

export const EMPTY_ENVELOPE: Envelope = { to: [], cc: [], bcc: [], subject: '' };

/** The envelope of the answer that the server proposes. */
export function envelopeOf({ to, cc, subject }: ReplyShown): Envelope {
  return { to: to.map(recipient), cc: cc.map(recipient), bcc: [], subject };
}

/** A name and an address as one recipient is written; a name with signs that mean something is quoted. */
export function recipient({ name, address }: Party): string {
  if (!name || name === address) return address;
  return /[",;<>()[\]:\\@]/.test(name) ? `"${name.replace(/["\\]/g, '')}" <${address}>` : `${name} <${address}>`;
}

/** The name and the address of what was typed as one recipient. */
export function partyOf(text: string): Party {
  const found = /^(.*)<([^<>]*)>\s*$/.exec(text);
  if (!found) return { name: '', address: text.trim() };
  return { name: (found[1] ?? '').trim().replace(/^"(.*)"$/, '$1'), address: (found[2] ?? '').trim() };
}

/** Whether it looks like an address at all; the server has the last word. */
export function isAddress(text: string): boolean {
  return /^[^\s@,;<>]+@[^\s@,;<>]+$/.test(partyOf(text).address);
}

/** What was typed or pasted, cut into recipients at commas, semicolons and lines, but not inside a quoted name. */
export function recipientsIn(text: string): string[] {
  const parts = text.match(/(?:"[^"]*"|[^,;\n"])+/g) ?? [];
  return parts.map((part) => part.trim()).filter(Boolean);
}

/** `line` with more recipients, none of them twice in the whole envelope. */
export function added(envelope: Envelope, line: Line, more: readonly string[]): Envelope {
  const known = new Set([...envelope.to, ...envelope.cc, ...envelope.bcc].map(keyOf));
  const fresh = more.filter((each) => {
    const key = keyOf(each);
    return !known.has(key) && known.add(key);
  });
  return { ...envelope, [line]: [...envelope[line], ...fresh] };
}

export function without(envelope: Envelope, line: Line, text: string): Envelope {
  return { ...envelope, [line]: envelope[line].filter((each) => each !== text) };
}

/** Why a mail cannot go like this: nobody to get it, or something that is no address. Null when it can. */
export function problemOf({ to, cc, bcc }: Envelope): { kind: 'nobody' } | { kind: 'address'; text: string } | null {
  if (to.length === 0) return { kind: 'nobody' };
  const wrong = [...to, ...cc, ...bcc].find((each) => !isAddress(each));
  return wrong === undefined ? null : { kind: 'address', text: wrong };
}

function keyOf(text: string): string {
  return partyOf(text).address.toLowerCase();
}
