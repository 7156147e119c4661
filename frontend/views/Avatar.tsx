/** A person's initials in a disc; for an agent, the ring tells the presence. */
import type { Presence } from '../wire';
import { initials } from '../words';

export function Avatar({
  name,
  size = 'small',
  presence,
}: {
  name: string;
  size?: 'small' | 'large';
  presence?: Presence;
}) {
  const state = presence ? (presence.reason === 'missed' ? 'missed' : presence.state) : undefined;
  return (
    // The letters are drawn by the style sheet: they are a picture of the name, not words of the control around them.
    <span class={`avatar ${size}`} data-presence={state} data-initials={initials(name)} aria-hidden="true" />
  );
}
