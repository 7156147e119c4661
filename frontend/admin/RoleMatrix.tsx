/** Roles as a matrix: a right per row, a role per column; a change is stored at once and can be taken back. */
import { t } from '../l10n';
import { go, pathOf } from '../route';
import { attempt } from '../state/acts';
import { rights } from '../state/centre';
import { toast } from '../state/toasts';
import { ListHead } from './List';
import { save } from './records';
import type { Document } from './sections';

/** Nobody may lock everybody out: this role keeps every right. */
const FIXED_ROLE = 'administrator';

export function RoleMatrix({ roles }: { roles: readonly Document[] }) {
  const all = [...new Set([...roles.flatMap(rightsOf), ...rights.value])].sort();
  return (
    <>
      <ListHead section="roles" />
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard */}
      <section class="matrix" tabIndex={0} aria-label={t('section-roles')}>
        <table>
          <thead>
            <tr>
              <th scope="col">{t('right')}</th>
              {roles.map((role) => (
                <th key={role.id} scope="col">
                  <RoleName role={role} />
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {all.map((right) => (
              <tr key={right}>
                <th scope="row">{t(`right-${right.replace('.', '-')}`)}</th>
                {roles.map((role) => (
                  <td key={role.id}>
                    <Cell role={role} right={right} />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </>
  );
}

function RoleName({ role }: { role: Document }) {
  const to = { page: 'admin', section: 'roles', item: role.id } as const;
  if (role.id === FIXED_ROLE) return <>{role.name}</>;
  return (
    <a
      href={pathOf(to)}
      onClick={(event) => {
        event.preventDefault();
        go(to);
      }}
    >
      {role.name}
    </a>
  );
}

function Cell({ role, right }: { role: Document; right: string }) {
  const held = rightsOf(role);
  const on = held.includes(right);
  async function set(rights: string[], undo: boolean) {
    const done = await attempt(t('act-save'), () =>
      save('roles', role.id, { rights, rv: undo ? (role.rv ?? 0) + 1 : role.rv }),
    );
    if (!done || undo) return;
    toast(t('saved', { name: role.name }), 'done', { label: t('undo'), run: () => void set(held, true) });
  }
  return (
    <input
      type="checkbox"
      checked={on}
      disabled={role.id === FIXED_ROLE}
      aria-label={t('right-of', { right: t(`right-${right.replace('.', '-')}`), role: role.name })}
      onChange={() => void set(on ? held.filter((each) => each !== right) : [...held, right], false)}
    />
  );
}

function rightsOf(role: Document): string[] {
  return (role.rights as string[] | undefined) ?? [];
}
