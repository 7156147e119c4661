// The panel starts: colours and styles, what the page around it says, and the first paint.

import { render } from 'preact';
import type { Act, Claims, ToPanel } from '../protocol.ts';
import { attach, connect, disconnect, setPage, watch } from './chat.ts';
import { focusField } from './focus.ts';
import { framed, listen, tabStorage, tell } from './host.ts';
import { island } from './island.ts';
import { isOpen, keep } from './line.ts';
import { introduceAs, named } from './outbox.ts';
import css from './panel.css?inline';
import { effect, signal } from './signal.ts';
import { available, claims, draft, log, memory, persist, screen, shown, view, visible } from './state.ts';
import { dress } from './styles.ts';
import { App } from './views/app.tsx';
import { closeMenu } from './views/menu.tsx';
import { follow } from './views/talk.tsx';

let keeping: (() => void) | undefined;

function opened(): void {
  shown.value = true;
  keeping ??= persist();
  if (!island.consent || memory.value.consent || memory.value.token) connect();
  focusField();
}

const acts = signal<Act[]>([]);

function claimed(values: Claims): void {
  const { consent } = claims.value;
  claims.value = values;
  if (values.consent !== consent) agreed(values.consent);
  const who = named(values);
  if (isOpen() && Object.keys(who).length) introduceAs(who);
}

function hear(message: ToPanel): void {
  if (message.type === 'hello') {
    memory.value = message.memory;
    setPage(message.page);
    claimed(message.claims);
    if (message.memory.live) {
      available.value = true; // in the middle of a conversation only the socket can say otherwise
      connect();
    }
    if (message.call) view.value = 'call';
    if (message.open) opened();
  } else if (message.type === 'open' || message.type === 'call') {
    if (message.type === 'call') view.value = 'call';
    opened();
  } else if (message.type === 'close') shown.value = false;
  else if (message.type === 'claims') claimed(message.claims);
  else if (message.type === 'act') acts.value = [...acts.value, message];
  else forget();
}

/** The site has asked for consent itself. Taking it back ends the connection and forgets the visitor. */
function agreed(given: unknown): void {
  if (given) {
    keep({ consent: island.consent?.version ?? 'site' });
    if (shown.value) connect();
  } else if (memory.value.consent) forget();
}

function forget(): void {
  keeping?.();
  disconnect();
  tabStorage()?.clear();
  tell({ type: 'keep', memory: {} });
  location.reload();
}

dress(css);
for (const [theme, { accent, ink }] of Object.entries(island.palette)) {
  document.documentElement.style.setProperty(`--accent-${theme}`, accent);
  document.documentElement.style.setProperty(`--ink-${theme}`, ink);
}

addEventListener('keydown', ({ key }) => {
  if (key === 'Escape' && !closeMenu() && framed) tell({ type: 'close' });
});
// Focus crosses into the frame a moment after the message that opened it.
addEventListener('focus', () => document.activeElement === document.body && focusField());
document.addEventListener('visibilitychange', () => (visible.value = document.visibilityState === 'visible'));
for (const name of ['dragover', 'drop'])
  addEventListener(name, (event) => {
    event.preventDefault();
    const { files } = (event as DragEvent).dataTransfer ?? {};
    if (name === 'drop' && files && screen.value === 'talk' && memory.value.token) attach(files);
  });

// The panel is small enough to be compared as a whole when something changes.
effect(() => {
  render(<App />, document.getElementById('panel') as HTMLElement);
  follow();
});
effect(() => {
  const { signature, jwt } = claims.value;
  if (acts.value.length || signature || jwt || (memory.value.consent && log.value.conversation))
    void import('./site.ts').then(({ attend }) => attend(acts, forget));
});
watch();
if (!framed && /^#(link|talk)/.test(location.hash))
  void import('./invited.ts').then(({ invited }) => {
    invited();
    listen(hear);
  });
else listen(hear);
if (draft.value) keeping ??= persist();
