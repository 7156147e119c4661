// Where the visitor writes. Files go up while they type; Enter sends, Shift+Enter breaks the line.

import { attach, connect } from '../chat.ts';
import { focusWhenShown } from '../focus.ts';
import { lazy } from '../lazy.tsx';
import { ask } from '../line.ts';
import { send } from '../outbox.ts';
import { signal } from '../signal.ts';
import { draft, memory, uploads, view } from '../state.ts';
import { t } from '../texts.ts';
import { Icon } from './icon.tsx';

const REPEAT_MS = 3000;
const IDLE_MS = 4000;

const Emoji = lazy(() => import('./emoji.tsx').then((part) => part.Emoji));
const Uploads = lazy(() => import('./uploads.tsx').then((part) => part.Uploads));

const picking = signal(false);
let field: HTMLTextAreaElement | null;
let chooser: HTMLInputElement | null;
let typedAt = 0;
let idle = 0;

function placeField(area: HTMLTextAreaElement | null): void {
  field = area;
  focusWhenShown(area);
}

function tellTyping(on: boolean): void {
  clearTimeout(idle);
  if (on) idle = window.setTimeout(tellTyping, IDLE_MS, false);
  if (on ? Date.now() - typedAt < REPEAT_MS : !typedAt) return;
  typedAt = on ? Date.now() : 0;
  void ask('typing', { on });
}

function submit(event: Event): void {
  event.preventDefault();
  const files = uploads.value.flatMap((upload) => upload.stored ?? []);
  const text = draft.value.trim();
  if ((!text && !files.length) || uploads.value.some((upload) => !upload.stored && !upload.error)) return;
  uploads.value = [];
  draft.value = '';
  picking.value = false;
  view.value = 'talk';
  tellTyping(false);
  connect();
  send(text, files);
}

function written(): void {
  void import('./rows.tsx'); // soon there will be a message to show
  draft.value = field?.value ?? '';
  connect();
  tellTyping(draft.value !== '');
}

function pressed(event: KeyboardEvent): void {
  if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) submit(event);
}

function pasted(event: ClipboardEvent): void {
  const { files } = event.clipboardData ?? {};
  if (!files?.length || !memory.value.token) return;
  event.preventDefault();
  attach(files);
}

function chosen(): void {
  if (!chooser?.files) return;
  attach(chooser.files);
  chooser.value = '';
}

function pick(emoji: string): void {
  if (!field) return;
  field.setRangeText(emoji, field.selectionStart, field.selectionEnd, 'end');
  written();
  field.focus();
}

export function Tool(props: {
  icon: Parameters<typeof Icon>[0]['name'];
  label: string;
  open?: boolean;
  act: () => void;
}) {
  return (
    <button type="button" class="plain" aria-label={props.label} aria-expanded={props.open} onClick={props.act}>
      <Icon name={props.icon} />
    </button>
  );
}

export function Composer({ to }: { to: string | undefined }) {
  return (
    <form class="composer" onSubmit={submit}>
      {picking.value && <Emoji pick={pick} />}
      {uploads.value.length > 0 && <Uploads />}
      <textarea
        ref={placeField}
        rows={1}
        maxLength={8000}
        enterkeyhint="send"
        aria-label={t('message')}
        placeholder={to ? t('write-to', { name: to }) : t('write')}
        value={draft.value}
        onInput={written}
        onKeyDown={pressed}
        onPaste={pasted}
      />
      <div class="tools">
        {memory.value.token && <Tool icon="clip" label={t('attach')} act={() => chooser?.click()} />}
        <input
          ref={(input) => {
            chooser = input;
          }}
          type="file"
          multiple
          hidden
          onChange={chosen}
        />
        <Tool icon="smile" label={t('emoji')} open={picking.value} act={() => (picking.value = !picking.value)} />
        <button type="submit" class="filled round" aria-label={t('send')}>
          <Icon name="send" />
        </button>
      </div>
    </form>
  );
}
