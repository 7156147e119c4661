// The guest on the customer's page: one button, one global, and an iframe once somebody shows interest. It leaves the
// page's document, storage and network alone until then, needs no style or script permission beyond its own origin, and
// builds its nodes by hand because sites with Trusted Types refuse markup from strings.

import type { Claims, Memory, ToHost, ToPanel } from '../protocol.ts';
import css from './launcher.css?inline';
import { PANELS, type Settings } from './settings.ts';

type Listener = (data?: unknown) => void;
type Call = [verb: string, first?: unknown, second?: unknown];

interface Api {
  (...call: Call): void;
  q?: Call[];
  live?: boolean;
}

declare global {
  interface Window {
    parley?: Api;
  }
}

declare const PARLEY_WIDGET: Settings;

const BUBBLE = 'M21 11.5a8.5 8.5 0 0 1-12.4 7.6L3 21l1.9-5.6A8.5 8.5 0 1 1 21 11.5z';
const CROSS = 'M6 6l12 12M18 6L6 18';

function start({ origin, key, look, texts }: Settings): void {
  const queued = window.parley?.q ?? [];
  const name = `parley:${key}`;
  const root = document.documentElement;
  const listeners: Record<string, Set<Listener>> = {};
  const small = matchMedia('(max-width: 480px)');
  let claims: Claims = {};
  let locale = '';
  let frame: HTMLIFrameElement | undefined;
  let ready = false;
  let shown = false;

  const host = document.createElement('parley-widget');
  const shadow = host.attachShadow({ mode: 'open' });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  shadow.adoptedStyleSheets = [sheet];
  host.style.setProperty('--accent', look.accent);
  host.style.setProperty('--ink', look.ink);

  const side = look.position?.includes('left') ? 'left' : '';
  const launcher = document.createElement('button');
  launcher.type = 'button';
  launcher.className = side;
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  const path = document.createElementNS(svg.namespaceURI, 'path');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.append(path);
  const label = document.createElement('span');
  const badge = document.createElement('b');
  launcher.append(svg, label, badge);
  shadow.append(launcher);

  function words(): [string, string, string] {
    const wish = (locale || root.lang || navigator.language).slice(0, 2).toLowerCase();
    return texts[wish] ?? (Object.values(texts)[0] as [string, string, string]);
  }

  function draw(): void {
    const [open, close] = words();
    path.setAttribute('d', shown ? CROSS : BUBBLE);
    label.textContent = look.launcher === 'label' && !shown ? open : '';
    launcher.setAttribute('aria-label', (shown ? close : open) + (badge.textContent && ` (${badge.textContent})`));
    launcher.setAttribute('aria-expanded', `${shown}`);
    frame?.classList.toggle('open', shown);
  }

  function memory(): Memory {
    try {
      return JSON.parse(localStorage.getItem(name) ?? '{}');
    } catch {
      return {}; // storage is switched off, or holds what we did not write
    }
  }

  /** Writes that fail (storage full or switched off) cost the memory across pages, never the page. */
  function keep(storage: 'localStorage' | 'sessionStorage', value: string): void {
    try {
      window[storage].setItem(name, value);
    } catch {
      emit('error', { code: 'storage', error: 'The browser keeps nothing for this site.' });
    }
  }

  function emit(event: string, data?: unknown): void {
    for (const listener of listeners[event] ?? []) listener(data);
  }

  function tell(message: ToPanel): void {
    if (ready) frame?.contentWindow?.postMessage(message, origin);
  }

  function load(): void {
    if (frame) return;
    frame = document.createElement('iframe');
    frame.title = words()[2];
    frame.className = side;
    // The fragment tells the panel whom to answer. A lie there is harmless: the browser delivers to that origin only.
    frame.src = `${origin}${PANELS.open}${key}?locale=${words()[2] && (locale || root.lang || navigator.language)}#${location.origin}`;
    shadow.append(frame);
  }

  function unload(): void {
    frame?.remove();
    frame = undefined;
    ready = false;
  }

  function show(): void {
    load();
    if (shown) return;
    shown = true;
    draw();
    // A phone's Back button closes the panel instead of leaving the page.
    if (small.matches) history.pushState({ ...history.state, parley: key }, '');
    keep('sessionStorage', 'open');
    frame?.focus();
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
      const page = { url: location.href, title: document.title, referrer: document.referrer };
      tell({ type: 'hello', memory: memory(), page, open: shown, claims });
    } else if (data.type === 'close') hide();
    else if (data.type === 'keep') keep('localStorage', JSON.stringify(data.memory));
    else if (data.type === 'tell') emit(data.name, data.data);
    else if (data.type === 'unread') {
      badge.textContent = data.count ? `${data.count}` : '';
      const plain = document.title.replace(/^\(\d+\) /, '');
      if (data.count || plain !== document.title) document.title = data.count ? `(${data.count}) ${plain}` : plain;
      draw();
      emit('unread', data.count);
    }
  }

  const verbs: Record<string, (first: unknown, second: unknown) => void> = {
    open: show,
    close: hide,
    on(event, listener) {
      (listeners[event as string] ??= new Set()).add(listener as Listener);
      if (event === 'ready') (listener as Listener)();
    },
    off(event, listener) {
      listeners[event as string]?.delete(listener as Listener);
    },
    identify: claim,
    set: claim,
    consent(given) {
      load();
      claims.consent = given;
      tell({ type: 'consent', given: !!given });
    },
    locale(wish) {
      locale = wish as string;
      if (frame) {
        unload();
        load();
      }
      draw();
    },
    logout() {
      claims = {};
      localStorage.removeItem(name);
      tell({ type: 'logout' });
      hide();
    },
  };

  function claim(more: unknown): void {
    claims = { ...claims, ...(more as Claims) };
    tell({ type: 'claims', claims });
  }

  window.parley = (verb, first, second) => {
    const act = verbs[verb];
    if (act) act(first, second);
    else emit('error', { code: 'unavailable', error: `This widget has no "${verb}".` });
  };
  window.parley.live = true;
  for (const call of queued) window.parley(...call);

  launcher.addEventListener('click', () => (shown ? hide() : show()));
  for (const interest of ['pointerenter', 'focus', 'touchstart'])
    launcher.addEventListener(interest, load, { passive: true });
  shadow.addEventListener('keydown', (event) => (event as KeyboardEvent).key === 'Escape' && hide());
  addEventListener('message', hear);
  addEventListener('popstate', () => small.matches && hide());
  // Frameworks that own the whole document drop what they did not draw.
  new MutationObserver(() => host.isConnected || root.append(host)).observe(root, { childList: true });

  draw();
  root.append(host);
  if (memory().live) (window.requestIdleCallback ?? setTimeout)(resume);

  /** A visitor who talked on the last page goes on talking on this one. */
  function resume(): void {
    load();
    if (sessionStorage.getItem(name) && !small.matches) show();
  }
}

if (!window.parley?.live) start(PARLEY_WIDGET);
