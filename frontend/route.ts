/** The page's place: which conversation, customer or admin list is shown. Links are real, Back and Forward work. */
import { signal } from '@preact/signals';

export type Route =
  | { page: 'inbox'; conversation: string | null; event?: number }
  | { page: 'customers'; customer: string | null; view?: View }
  | { page: 'search'; asked: string }
  | { page: 'calls' }
  | { page: 'admin'; section: string; item: string | null };

/** What is shown of a customer: their profile where it says nothing. */
export type View = 'timeline' | 'journey';

const VIEWS: readonly string[] = ['timeline', 'journey'] satisfies View[];

export const ADMIN_HOME = 'agents';

/** Reads a path; anything unknown is the inbox. */
export function parse(path: string, search = ''): Route {
  const [, , page, first, second] = path.split('/');
  if (page === 'customers') {
    const view = VIEWS.includes(second ?? '') ? { view: second as View } : {};
    return { page, customer: first || null, ...view };
  }
  if (page === 'search') return { page, asked: search.slice(1) };
  if (page === 'calls') return { page };
  if (page === 'admin') return { page, section: first || ADMIN_HOME, item: second || null };
  const event = Number(new URLSearchParams(search).get('event'));
  return { page: 'inbox', conversation: page === 'c' && first ? first : null, ...(event ? { event } : {}) };
}

export function pathOf(route: Route): string {
  if (route.page === 'customers') {
    const view = route.view ? `/${route.view}` : '';
    return `/workspace/customers${route.customer ? `/${route.customer}${view}` : ''}`;
  }
  if (route.page === 'search') return `/workspace/search${route.asked ? `?${route.asked}` : ''}`;
  if (route.page === 'calls') return '/workspace/calls';
  if (route.page === 'admin') return `/workspace/admin/${route.section}${route.item ? `/${route.item}` : ''}`;
  const event = route.event ? `?event=${route.event}` : '';
  return route.conversation ? `/workspace/c/${route.conversation}${event}` : '/workspace';
}

export const route = signal<Route>(here());

/** A guard returns false to stay, for instance while a form holds unsaved changes. */
let guard: (() => boolean) | null = null;

export function guardLeaving(check: (() => boolean) | null): void {
  guard = check;
}

export function go(next: Route, how: 'push' | 'replace' = 'push'): void {
  const path = pathOf(next);
  if (path === location.pathname + location.search) return;
  if (guard && !guard()) return;
  history[how === 'push' ? 'pushState' : 'replaceState'](null, '', path);
  route.value = next;
}

addEventListener('popstate', () => {
  if (guard && !guard()) history.pushState(null, '', pathOf(route.value));
  else route.value = here();
});

function here(): Route {
  return parse(location.pathname, location.search);
}
