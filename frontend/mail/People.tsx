/** A line of a mail's head: the names and addresses, each address in full; nothing when nobody is there. */
import type { Party } from '../wire';

export function People({ label, of }: { label: string; of: readonly Party[] }) {
  if (of.length === 0) return null;
  return (
    <div>
      <dt>{label}</dt>
      <dd>
        {of.map(({ name, address }, index) => (
          <span key={address} class="mail-party">
            {name && name !== address && <b dir="auto">{name} </b>}
            {address}
            {index < of.length - 1 && ', '}
          </span>
        ))}
      </dd>
    </div>
  );
}
