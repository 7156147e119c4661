/** A link to a customer's own page. */
import type { ComponentChildren } from 'preact';
import { go, pathOf } from '../route';

interface Props {
  id: string;
  class?: string;
  current?: boolean;
  children: ComponentChildren;
}

export function CustomerLink({ id, class: className = '', current = false, children }: Props) {
  const to = { page: 'customers', customer: id } as const;
  return (
    <a
      class={className}
      href={pathOf(to)}
      aria-current={current ? 'true' : undefined}
      onClick={(event) => {
        if (event.ctrlKey || event.metaKey) return;
        event.preventDefault();
        go(to);
      }}
    >
      {children}
    </a>
  );
}
