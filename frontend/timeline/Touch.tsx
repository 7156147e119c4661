/** One line of a customer's past: when, on which channel, what; with a conversation behind it, it leads there, to that very event. */

import { ChevronDown, GitMerge } from 'lucide';
import type { ComponentChildren } from 'preact';
import { clock, dayOf, fullTime, t } from '../l10n';
import type { Route } from '../route';
import { Icon } from '../views/Icon';
import { Link } from '../views/Link';
import type { Touchpoint } from '../wire';
import { Found } from './Found';
import type { Line } from './lines';
import { channelName, textOf, titleOf } from './words';

interface Props {
  line: Line;
  top: number;
  words: string;
  toggle: (key: string) => void;
}

export function Touch({ line, top, words, toggle }: Props) {
  const style = { transform: `translateY(${top}px)` };
  if (line.kind === 'day') {
    return (
      <li class="touch-day" style={style}>
        <h3>{dayLine(line.at)}</h3>
      </li>
    );
  }
  if (line.kind === 'merge') {
    return (
      <li class="touch-merge" style={style}>
        <time dateTime={line.merge.at}>{clock(line.merge.at)}</time>
        <Icon of={GitMerge} size={14} />
        {t('past-merged', { name: line.merge.name || t('visitor') })}
      </li>
    );
  }
  if (line.kind === 'visit') {
    const [last] = line.rows as [Touchpoint];
    return (
      <li class="touch" data-channel="web" style={style}>
        <Time of={last} />
        <button
          type="button"
          class="touch-body"
          data-line={line.key}
          aria-expanded={line.open}
          onClick={() => toggle(line.key)}
        >
          <span class="touch-title">
            {t('past-visit', { count: line.rows.length })}
            <Icon of={ChevronDown} size={14} />
          </span>
          <span class="touch-text">{line.rows.map(titleOf).join(' ← ')}</span>
        </button>
      </li>
    );
  }
  const { row } = line;
  return (
    <li
      class="touch"
      data-channel={row.channel}
      data-kind={row.kind}
      data-within={line.inVisit || undefined}
      style={style}
    >
      <Time of={row} />
      <Body row={row} at={line.key}>
        <span class="touch-title">
          <span class="touch-name" dir="auto">
            <Found in={titleOf(row)} words={words} />
          </span>
          <span class="touch-channel">{channelName(row.channel)}</span>
        </span>
        <span class="touch-text" dir="auto">
          <Found in={textOf(row)} words={words} />
        </span>
      </Body>
    </li>
  );
}

function Time({ of: { at } }: { of: Touchpoint }) {
  return (
    <time dateTime={at} title={fullTime(at)}>
      {clock(at)}
    </time>
  );
}

function Body({ row, at, children }: { row: Touchpoint; at: string; children: ComponentChildren }) {
  if (!row.conversation) {
    return (
      <div class="touch-body" data-line={at} tabIndex={-1}>
        {children}
      </div>
    );
  }
  const to: Route = { page: 'inbox', conversation: row.conversation, ...(row.event ? { event: row.event } : {}) };
  return (
    <Link class="touch-body" data-line={at} to={to}>
      {children}
    </Link>
  );
}

/** The weekday, and the year too where it is another one. */
function dayLine(at: string): string {
  const date = new Date(at);
  const weekday = date.toLocaleDateString(document.documentElement.lang || undefined, { weekday: 'long' });
  return `${weekday}, ${dayOf(at)}`;
}
