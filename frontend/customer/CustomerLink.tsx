/** A link to a customer's own page. */

import type { ComponentChildren } from 'preact';
import { Link } from '../views/Link';

interface Props {
  id: string;
  class?: string;
  current?: boolean;
  children: ComponentChildren;
}

export function CustomerLink({ id, class: className = '', current = false, children }: Props) {
  const to = { page: 'customers', customer: id } as const;
  return (
    <Link class={className} to={to} aria-current={current ? 'true' : undefined}>
      {children}
    </Link>
  );
}
