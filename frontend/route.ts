/** The page's place: which conversation, customer or admin list is shown. Links are real, Back and Forward work. */
import { signal } from '@preact/signals';

export type Route =
  | { page: 'inbox'; conversation: string | null }
  | { page: 'customers'; customer: string | null }
  | { page: 'calls' }
  | { page: 'admin'; section: string; item: string | null };

export const ADMIN_HOME = 'agents';

/** Reads a path; anything unknown is the inbox. */
export function parse(path: string): Route {
  const [, , page, first, second] = path.split('/');
  if (page === 'customers') return { page, customer: first || null };
  if (page === 'calls') return { page };
  if (page === 'admin') return { page, section: first || ADMIN_HOME, item: second || null };
  return { page: 'inbox', conversation: page === 'c' && first ? first : null };
}

export function pathOf(route: Route): string {
  if (route.page === 'customers') return `/workspace/customers${route.customer ? `/${route.customer}` : ''}`;
  if (route.page === 'calls') return '/workspace/calls';
  if (route.page === 'admin') return `/workspace/admin/${route.section}${route.item ? `/${route.item}` : ''}`;
  return route.conversation ? `/workspace/c/${route.conversation}` : '/workspace';
}

export const route = signal<Route>(parse(location.pathname));

/** A guard returns false to stay, for instance while a form holds unsaved changes. */
let guard: (() => boolean) | null = null;

export function guardLeaving(check: (() => boolean) | null): void {
  guard = check;
}

export function go(next: Route, how: 'push' | 'replace' = 'push'): void {
  const path = pathOf(next);
  if (path === location.pathname) return;
  if (guard && !guard()) return;
  history[how === 'push' ? 'pushState' : 'replaceState'](null, '', path);
  route.value = next;
}

addEventListener('popstate', () => {
  if (guard && !guard()) history.pushState(null, '', pathOf(route.value));
  else route.value = parse(location.pathname);
});
