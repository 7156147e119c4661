/** A link to a place of the workspace: followed without loading a page, unless the browser is asked for another tab. */
import type { ComponentProps } from 'preact';
import { go, pathOf, type Route } from '../route';

type Props = Omit<ComponentProps<'a'>, 'href' | 'onClick' | 'role'> & {
  to: Route;
  /** What else happens when it is followed here. */
  followed?: () => void;
};

export function Link({ to, followed, ...rest }: Props) {
  return (
    <a
      {...rest}
      href={pathOf(to)}
      onClick={(event) => {
        if (event.ctrlKey || event.metaKey) return;
        event.preventDefault();
        followed?.();
        go(to);
      }}
    />
  );
}
