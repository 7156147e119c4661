// Messages as they stand in the timeline, with their files, their time and how far ours have come. Loaded when the visitor
// begins to write, so that it is there with the first message.

import { File } from 'lucide';
import type { ConversationEvent, Mark, StoredFile } from '../../wire.ts';
import { ask } from '../line.ts';
import { retry } from '../outbox.ts';
import { dress } from '../styles.ts';
import { t } from '../texts.ts';
import type { Row } from '../timeline.ts';
import { clock, day, size, span } from '../units.ts';
import { Avatar } from './avatar.tsx';
import { Drawing } from './icon.tsx';
import css from './rows.css?inline';

export { Waiting } from './waiting.tsx';

dress(css);

const IMAGES = ['image/png', 'image/jpeg', 'image/gif', 'image/webp'];
const SPARE_MS = 5000;
const ADDRESS = /(https?:\/\/[^\s<>"]+[^\s<>".,;:!?)\]])/;

function Words({ text }: { text: string }) {
  return (
    <p>
      {text.split(ADDRESS).map((part, index) =>
        index % 2 ? (
          <a href={part} target="_blank" rel="noopener noreferrer nofollow" key={part}>
            {part}
          </a>
        ) : (
          part
        ),
      )}
    </p>
  );
}

/** A fresh link for a file of a message; links live five minutes. */
async function freshUrl(file: StoredFile, { conversation, number }: Row): Promise<string> {
  const answer = await ask<{ events: ConversationEvent[] }>('resume', { conversation, after: number - 1 });
  const files = answer.ok ? answer.events.flatMap((event) => event.files ?? []) : [];
  return files.find(({ id }) => id === file.id)?.url ?? file.url;
}

function Attached({ file, row, onGrow }: { file: StoredFile; row: Row; onGrow: () => void }) {
  const open = async (event: MouseEvent) => {
    const expires = Number(new URL(file.url, location.href).searchParams.get('expires'));
    if (expires * 1000 > Date.now() + SPARE_MS) return;
    event.preventDefault();
    window.open(await freshUrl(file, row), '_blank', 'noopener');
  };
  const image = IMAGES.includes(file.type);
  return (
    <a class={image ? 'thumbnail' : 'file'} href={file.url} target="_blank" rel="noopener" onClick={open}>
      {image ? (
        <img src={file.url} alt={file.name} onLoad={onGrow} />
      ) : (
        <>
          <Drawing of={File} />
          <span>
            {file.name} <small>{size(file.size)}</small>
          </span>
        </>
      )}
    </a>
  );
}

function progress({ number, pending }: Row, { read, delivered }: Mark): string {
  if (pending?.error) return pending.error;
  if (pending && !pending.number) return t('sending');
  return t(number <= read ? 'read' : number <= delivered ? 'delivered' : 'sent');
}

interface MessageProps {
  row: Row;
  seen: Mark;
  last: boolean;
  onGrow: () => void;
}

function Message({ row, seen, last, onGrow }: MessageProps) {
  const { kind, pending, text, files, starts, name, at, gone } = row;
  const mine = kind === 'mine';
  return (
    <li class={`${kind}${starts ? ' starts' : ''}${pending && !pending.number ? ' pending' : ''}`}>
      {!mine && starts && <Avatar name={name} />}
      {!mine && <span class="voice">{name}</span>}
      <div class="bubble">
        {gone ? <p class="gone">{t('removed')}</p> : text && <Words text={text} />}
        {files.map((file) => (
          <Attached file={file} row={row} onGrow={onGrow} key={file.id} />
        ))}
      </div>
      {(last || pending?.error) && (
        <small class={pending?.error ? 'failed' : ''}>
          <time dateTime={at}>{clock(at)}</time>
          {mine && ` · ${progress(row, seen)}`}
          {pending?.error && (
            <button type="button" class="link" onClick={() => retry(row.key)}>
              {t('retry')}
            </button>
          )}
        </small>
      )}
    </li>
  );
}

interface TimelineProps {
  rows: Row[];
  /** How far the other side has got with our messages. */
  seen?: Mark;
  onGrow?: () => void;
}

const ALL = { delivered: Infinity, read: Infinity };
const nothing = () => {};

export function Timeline({ rows, seen = ALL, onGrow = nothing }: TimelineProps) {
  return (
    <ol class="timeline" aria-live="polite" aria-relevant="additions">
      {rows.map((row, index) => (
        <>
          {row.newDay && (
            <li class="line" key={`day-${row.key}`}>
              <span>{day(row.at)}</span>
            </li>
          )}
          {row.kind === 'line' ? (
            <li class="line" key={row.key}>
              <span>
                {t(`line-${row.name}`, { name: row.text })}
                {row.name === 'CallEnded' && row.text && ` · ${span(Number(row.text))}`}
              </span>
            </li>
          ) : (
            <Message
              row={row}
              seen={seen}
              last={rows[index + 1]?.kind !== row.kind || !!rows[index + 1]?.newDay}
              onGrow={onGrow}
              key={row.key}
            />
          )}
        </>
      ))}
    </ol>
  );
}
