/** A conversation's tags, and the panel that adds and removes them. */
import { Check, Plus, Tag as TagIcon } from 'lucide';
import { useState } from 'preact/hooks';
import { t } from '../l10n';
import { makeTag, retag } from '../state/acts';
import { may, tags } from '../state/centre';
import { conversations } from '../state/inbox';
import type { Conversation } from '../wire';
import { Icon } from './Icon';
import { Popover } from './Popover';

export function Tags({ row }: { row: Conversation }) {
  return (
    <div class="tags">
      {row.tags.length > 0 && (
        <ul aria-label={t('tags')}>
          {row.tags.map((name) => (
            <li key={name} class="tag">
              {name}
            </li>
          ))}
        </ul>
      )}
      {!row.erased && (
        <Popover
          label={t(row.tags.length ? 'edit-tags' : 'add-tag')}
          buttonClass="tag tag-add"
          panelClass="menu"
          button={
            <>
              <Icon of={TagIcon} size={14} />
              {row.tags.length === 0 && <span>{t('add-tag')}</span>}
            </>
          }
        >
          {() => <Choices id={row.id} />}
        </Popover>
      )}
    </div>
  );
}

function Choices({ id }: { id: string }) {
  const [query, setQuery] = useState('');
  const row = conversations.value.get(id);
  if (!row) return null;
  const known = [...new Set([...tags.value.map((each) => each.name), ...row.tags])].sort((a, b) => a.localeCompare(b));
  const wanted = query.trim();
  const found = known.filter((name) => name.toLocaleLowerCase().includes(wanted.toLocaleLowerCase()));
  const isNew =
    wanted && may('tags.write') && !known.some((name) => name.toLocaleLowerCase() === wanted.toLocaleLowerCase());
  const toggle = (name: string) => {
    void retag(row, row.tags.includes(name) ? row.tags.filter((each) => each !== name) : [...row.tags, name]);
  };
  async function make() {
    if (await makeTag(wanted)) toggle(wanted);
    setQuery('');
  }
  return (
    <>
      <input
        class="input"
        type="search"
        aria-label={t('find-tag')}
        placeholder={t('find-tag')}
        value={query}
        onInput={(event) => setQuery(event.currentTarget.value)}
      />
      <div class="menu-scroll">
        {found.map((name) => (
          <button
            key={name}
            type="button"
            class="menu-item"
            aria-pressed={row.tags.includes(name)}
            onClick={() => toggle(name)}
          >
            <span class="grow">{name}</span>
            {row.tags.includes(name) && <Icon of={Check} size={16} />}
          </button>
        ))}
        {isNew && (
          <button type="button" class="menu-item" onClick={() => void make()}>
            <Icon of={Plus} size={16} />
            {t('make-tag', { name: wanted })}
          </button>
        )}
        {found.length === 0 && !isNew && <p class="menu-empty">{t('no-tags')}</p>}
      </div>
    </>
  );
}
