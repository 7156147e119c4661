/** A customer's tags: the centre's list, and what this one is tagged with. */
import { Tag as TagIcon } from 'lucide';
import { t } from '../l10n';
import { makeTag } from '../state/acts';
import { may, tags } from '../state/centre';
import { change } from '../state/customers';
import { Icon } from '../views/Icon';
import { Popover } from '../views/Popover';
import type { Customer } from '../wire';
import { Menu } from './Choose';

export function tagChoices(also: readonly string[] = []) {
  const names = [...new Set([...tags.value.map((each) => each.name), ...also])];
  return names.sort((a, b) => a.localeCompare(b)).map((name) => ({ id: name, name }));
}

export function CustomerTags({ customer }: { customer: Customer }) {
  const mayChange = may('customers.write');
  if (customer.tags.length === 0 && !mayChange) return null;
  return (
    <div class="tags">
      {customer.tags.length > 0 && (
        <ul aria-label={t('tags')}>
          {customer.tags.map((name) => (
            <li key={name} class="tag">
              {name}
            </li>
          ))}
        </ul>
      )}
      {mayChange && (
        <Popover
          label={t(customer.tags.length ? 'edit-tags' : 'add-tag')}
          buttonClass="tag tag-add"
          panelClass="menu"
          button={
            <>
              <Icon of={TagIcon} size={14} />
              {customer.tags.length === 0 && <span>{t('add-tag')}</span>}
            </>
          }
        >
          {(close) => (
            <Menu
              label={t('tags')}
              choices={tagChoices(customer.tags)}
              value={customer.tags}
              many
              none={undefined}
              make={may('tags.write') ? async (name) => ((await makeTag(name)) ? name : null) : null}
              save={(names) => change(customer.id, 'tags', names)}
              close={close}
            />
          )}
        </Popover>
      )}
    </div>
  );
}
