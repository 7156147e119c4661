/**
 * The little markup an agent may write in a mail: **bold**, _italic_, "- " lists and [words](address); pure.
 * Everything is escaped before a tag is put around it, and the server cleans the result once more.
 */
const ADDRESS = String.raw`(?:https?:\/\/|mailto:)[^\s<>"']*[^\s<>"'.,;:!?)\]]`;
const INLINE = new RegExp(
  [
    String.raw`\*\*(?<bold>\S(?:[^*\n]*\S)?)\*\*`,
    String.raw`(?<![\p{L}\p{N}_])_(?<italic>\S(?:[^_\n]*\S)?)_(?![\p{L}\p{N}_])`,
    String.raw`\[(?<words>[^\]\n]+)\]\((?<to>${ADDRESS})\)`,
    `(?<bare>${ADDRESS})`,
  ].join('|'),
  'gu',
);
const ITEM = /^- /;

/** Whether `text` has any markup; what has none needs no HTML of its own. */
export function isMarkedUp(text: string): boolean {
  return (
    text.split('\n').some((line) => ITEM.test(line)) || [...text.matchAll(INLINE)].some((found) => !found.groups?.bare)
  );
}

/** What an agent wrote, as the server takes it: plain, and as HTML where something is marked up. */
export function wordsOf(written: string): { text: string; html?: string } {
  return isMarkedUp(written) ? { text: plainOf(written), html: htmlOf(written) } : { text: written };
}

/** `text` as HTML: paragraphs at empty lines, lists, and what stands inside. */
export function htmlOf(text: string): string {
  return text
    .trim()
    .split(/\n{2,}/)
    .map(blockOf)
    .join('\n');
}

/** `text` as a plain mail shows it: addresses written out, stars as people write them. */
export function plainOf(text: string): string {
  return text.replace(INLINE, (whole, ...rest) => {
    const { bold, words, to } = rest.at(-1) as Record<string, string | undefined>;
    if (bold !== undefined) return `*${bold}*`;
    return words === undefined ? whole : `${words} (${to})`;
  });
}

export interface Selected {
  text: string;
  from: number;
  to: number;
}

/** Puts `mark` around what is selected, or takes it away again. */
export function marked({ text, from, to }: Selected, mark: string): Selected {
  const { length } = mark;
  if (text.slice(from - length, from) === mark && text.slice(to, to + length) === mark) {
    const bare = text.slice(0, from - length) + text.slice(from, to) + text.slice(to + length);
    return { text: bare, from: from - length, to: to - length };
  }
  return {
    text: text.slice(0, from) + mark + text.slice(from, to) + mark + text.slice(to),
    from: from + length,
    to: to + length,
  };
}

/** Makes the selected lines items of a list, or lines again. */
export function listed({ text, from, to }: Selected): Selected {
  const start = text.lastIndexOf('\n', from - 1) + 1;
  const end = text.indexOf('\n', to) < 0 ? text.length : text.indexOf('\n', to);
  const lines = text.slice(start, end).split('\n');
  const items = lines.every((line) => ITEM.test(line));
  const changed = lines.map((line) => (items ? line.replace(ITEM, '') : `- ${line.replace(ITEM, '')}`)).join('\n');
  const by = changed.length - (end - start);
  return {
    text: text.slice(0, start) + changed + text.slice(end),
    from: Math.max(start, from + (items ? -2 : 2)),
    to: to + by,
  };
}

/** Makes the selection the words of a link; what is selected then is where its address goes. */
export function linked({ text, from, to }: Selected): Selected {
  const words = text.slice(from, to);
  const before = `${text.slice(0, from)}[${words}](`;
  return words
    ? { text: `${before}https://)${text.slice(to)}`, from: before.length, to: before.length + 8 }
    : { text: `${before}https://)${text.slice(to)}`, from: from + 1, to: from + 1 };
}

function blockOf(block: string): string {
  const runs: { item: boolean; lines: string[] }[] = [];
  for (const line of block.split('\n')) {
    const item = ITEM.test(line);
    const last = runs.at(-1);
    if (last?.item === item) last.lines.push(line);
    else runs.push({ item, lines: [line] });
  }
  return runs
    .map(({ item, lines }) =>
      item
        ? `<ul>${lines.map((line) => `<li>${inlineOf(line.replace(ITEM, ''))}</li>`).join('')}</ul>`
        : `<p>${lines.map(inlineOf).join('<br>')}</p>`,
    )
    .join('\n');
}

function inlineOf(line: string): string {
  let html = '';
  let done = 0;
  for (const found of line.matchAll(INLINE)) {
    html += escaped(line.slice(done, found.index)) + tagged(found.groups ?? {});
    done = found.index + found[0].length;
  }
  return html + escaped(line.slice(done));
}

function tagged({ bold, italic, words, to, bare }: Record<string, string>): string {
  if (bold !== undefined) return `<strong>${inlineOf(bold)}</strong>`;
  if (italic !== undefined) return `<em>${inlineOf(italic)}</em>`;
  const address = to ?? bare ?? '';
  return `<a href="${escaped(address)}">${escaped(words ?? address)}</a>`;
}

const SIGNS: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (sign) => SIGNS[sign] ?? sign);
}
