// The guest on the customer's page: one button, one global, and an iframe once somebody shows interest. It leaves the
// page's document, storage and network alone until then, needs no style or script permission beyond its own origin, and
// builds its nodes by hand because sites with Trusted Types refuse markup from strings.

import type { Claims, Memory, ToHost, ToPanel } from '../protocol.ts';
import css from './launcher.css?inline';
import type { Settings } from './settings.ts';

type Listener = (data?: unknown) => void;
type Call = [verb: string, first?: unknown, second?: unknown];

interface Api {
  (...call: Call): void;
  /** Calls made before the loader came. */
  q?: Call[];
  live?: boolean;
}

declare global {
  interface Window {
    parley?: Api;
  }
}

/** Put here by the server. */
declare const PARLEY_WIDGET: Settings;

const CROSS = 'M6 6l12 12M18 6L6 18';

function start([origin, key, side, label, icon, accent, ink, texts, calls]: Settings): void {
  const name = `parley:${key}`;
  const root = document.documentElement;
  const listeners: Record<string, Set<Listener>> = {};
  const phone = matchMedia('(max-width: 480px)');
  const waiting: ToPanel[] = [];
  let claims: Claims = {};
  let locale = '';
  let frame: HTMLIFrameElement | undefined;
  let ready = false;
  let shown = false;
  let asked = false;

  const host = document.createElement('parley-widget');
  const shadow = host.attachShadow({ mode: 'open' });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  shadow.adoptedStyleSheets = [sheet];
  host.style.setProperty('--accent', accent);
  host.style.setProperty('--ink', ink);

  const launcher = document.createElement('button');
  launcher.className = side;
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  const path = document.createElementNS(svg.namespaceURI, 'path');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.append(path);
  const caption = document.createElement('span');
  const badge = document.createElement('b');
  launcher.append(svg, caption, badge);
  shadow.append(launcher);

  function language(): string {
    const wish = (locale || root.lang || navigator.language).slice(0, 2);
    return texts[wish] ? wish : (Object.keys(texts)[0] as string);
  }

  function draw(): void {
    const name = texts[language()] as string;
    const unread = badge.textContent && ` (${badge.textContent})`;
    path.setAttribute('d', shown ? CROSS : icon);
    caption.textContent = shown ? '' : label;
    launcher.setAttribute('aria-label', (label || name) + unread);
    launcher.setAttribute('aria-expanded', `${shown}`);
    if (!frame) return;
    frame.title = name;
    frame.className = shown ? `${side} open` : side;
  }

  function memory(): Memory {
    try {
      return JSON.parse(localStorage[name]);
    } catch {
      return {}; // nothing there, not ours, or storage is switched off
    }
  }

  function keep(storage: 'localStorage' | 'sessionStorage', value: string): void {
    try {
      window[storage][name] = value;
    } catch {
      // full or switched off: the next page starts afresh
    }
  }

  function emit(event: string, data?: unknown): void {
    for (const listener of listeners[event] ?? []) listener(data);
  }

  function tell(message: ToPanel): void {
    if (ready) frame?.contentWindow?.postMessage(message, origin);
  }

  /** Now, or once there is a panel to hear it. */
  function tellLater(message: ToPanel): void {
    if (ready) tell(message);
    else waiting.push(message);
  }

  function load(): void {
    if (frame) return;
    frame = document.createElement('iframe');
    // The fragment tells the panel whom to answer. A lie there is harmless: the browser delivers to that origin only.
    frame.src = `${origin}/panel/${key}?locale=${language()}#${location.origin}`;
    if (calls) frame.allow = calls;
    draw();
    shadow.append(frame);
  }

  /** Once there is a document to take it, and only if the visitor opened the panel on this page. */
  function focus(): void {
    if (asked && shown && ready) frame?.focus();
  }

  function show(): void {
    load();
    if (shown) return;
    shown = true;
    draw();
    // A phone's Back button closes the panel instead of leaving the page.
    if (phone.matches) history.pushState({ ...history.state, parley: key }, '');
    keep('sessionStorage', '1');
    tell({ type: 'open' });
    emit('open');
  }

  function hide(): void {
    if (!shown) return;
    shown = false;
    if (shadow.activeElement === frame) launcher.focus();
    draw();
    if (history.state?.parley === key) history.back();
    keep('sessionStorage', '');
    tell({ type: 'close' });
    emit('close');
  }

  function hear({ source, origin: from, data }: MessageEvent<ToHost>): void {
    if (!frame || source !== frame.contentWindow || from !== origin) return;
    if (data.type === 'ready') {
      ready = true;
      focus();
      const page = { url: location.href, title: document.title, referrer: document.referrer };
      tell({ type: 'hello', memory: memory(), page, open: shown, claims });
      for (const message of waiting.splice(0)) tell(message);
    } else if (data.type === 'close') hide();
    else if (data.type === 'show') show();
    else if (data.type === 'keep') keep('localStorage', JSON.stringify(data.memory));
    else if (data.type === 'tell') emit(data.name, data.data);
    else {
      const title = document.title.replace(/^\(\d+\) /, '');
      badge.textContent = `${data.count || ''}`;
      document.title = data.count ? `(${data.count}) ${title}` : title;
      draw();
      emit('unread', data.count);
    }
  }

  function claim(more: unknown): void {
    claims = { ...claims, ...(more as Claims) };
    tell({ type: 'claims', claims });
  }

  const verbs: Record<string, (first: unknown, second: unknown) => void> = {
    open() {
      asked = true;
      show();
      focus();
    },
    close: hide,
    identify: claim,
    set: claim,
    on(event, listener) {
      listeners[event as string] = (listeners[event as string] ?? new Set()).add(listener as Listener);
      if (event === 'ready') (listener as Listener)();
    },
    off(event, listener) {
      listeners[event as string]?.delete(listener as Listener);
    },
    consent: (given) => claim({ consent: !!given }),
    locale(wish) {
      locale = wish as string;
      ready = false;
      if (frame) {
        frame.remove();
        frame = undefined;
        load();
      }
      draw();
    },
    reset() {
      claims = {};
      keep('localStorage', '{}');
      hide();
      tell({ type: 'logout' });
    },
  };

  verbs.logout = verbs.reset as Listener;
  if (calls)
    verbs.call = () => {
      parley('open');
      tellLater({ type: 'call' });
    };

  const parley: Api = (verb, first, second) => {
    if (verbs[verb]) verbs[verb](first, second);
    else {
      // The panel knows more. Of somebody who was here before it is worth loading.
      tellLater({ type: 'act', verb, name: first, data: second });
      if (memory().token) load();
    }
  };
  const queued = window.parley?.q ?? [];
  window.parley = parley;
  parley.live = true;
  for (const call of queued) parley(...call);

  launcher.onclick = () => (shown ? hide() : parley('open'));
  // A touch enters, too, before it presses.
  launcher.onfocus = launcher.onpointerenter = load;
  host.onkeydown = ({ key }) => {
    if (key === 'Escape') hide(); // without a value: false would cancel every other key
  };
  addEventListener('message', hear);
  // Signed out in another tab.
  addEventListener('storage', ({ key, newValue }) => key === name && newValue === '{}' && parley('reset'));
  addEventListener('popstate', () => phone.matches && hide());
  // Frameworks that own the whole document drop what they did not draw.
  new MutationObserver(() => host.isConnected || root.append(host)).observe(root, { childList: true });

  draw();
  root.append(host);
  // A visitor who talked on the last page goes on talking on this one, once the page itself is done.
  if (memory().live)
    setTimeout(() => {
      load();
      if (sessionStorage[name] && !phone.matches) show();
    });
}

if (!window.parley?.live) start(PARLEY_WIDGET);
