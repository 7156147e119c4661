/** The audit: who did what to whom, when and from where, newest first, by what one looks for. */
import { ScrollText, SearchX } from 'lucide';
import { useEffect, useState } from 'preact/hooks';
import { Failure, get } from '../api';
import type { AuditLine, AuditLines } from '../generated/wire';
import { fullTime, moment, t } from '../l10n';
import { agents, may } from '../state/centre';
import { Blank } from '../views/Blank';
import { Delayed } from '../views/Delayed';
import { nameOf } from '../words';
import { ACTS, actWords, detailWords } from './acts';
import { listed, load as loadList } from './records';
import { SubjectLink } from './SubjectLink';
import { isSection, mySections, type Section } from './sections';

interface Filters {
  subject: string;
  actor: string;
  act: string;
}

const PAGE = 50;
const EVERYTHING: Filters = { subject: '', actor: '', act: '' };

export function AuditPage() {
  const [filters, setFilters] = useState(EVERYTHING);
  const [lines, setLines] = useState<AuditLine[] | null>(null);
  const [next, setNext] = useState<string | null>(null);
  const [failure, setFailure] = useState('');

  async function load(before: string | null) {
    try {
      const page = await get<AuditLines>(`/audit?${query(filters, before)}`);
      setLines((known) => (before && known ? [...known, ...page.items] : page.items));
      setNext(page.next);
      setFailure('');
    } catch (caught) {
      if (!(caught instanceof Failure)) throw caught;
      setFailure(caught.message);
    }
  }
  useEffect(() => void load(null), [filters]);
  return (
    <>
      <header class="admin-head">
        <h2>{t('section-audit')}</h2>
      </header>
      <Filter filters={filters} set={setFilters} />
      {failure && <Blank icon={SearchX} title={t('list-failed')} text={failure} retry={() => void load(null)} />}
      {!failure && !lines && (
        <Delayed>
          <p class="loading-line">{t('loading')}</p>
        </Delayed>
      )}
      {!failure && lines?.length === 0 && !next && (
        <Blank icon={ScrollText} title={t('audit-empty')} text={t('audit-empty-text')} />
      )}
      {!failure && lines && lines.length > 0 && <Lines lines={lines} />}
      {!failure && next && (
        <button type="button" class="button audit-more" onClick={() => void load(next)}>
          {t('load-more')}
        </button>
      )}
    </>
  );
}

function query(filters: Filters, before: string | null): string {
  const given = Object.entries({ ...filters, before }).filter(([, value]) => value);
  return new URLSearchParams([['limit', String(PAGE)], ...(given as [string, string][])]).toString();
}

function Filter({ filters, set }: { filters: Filters; set: (filters: Filters) => void }) {
  const [subject, setSubject] = useState(filters.subject);
  return (
    <form
      class="audit-filters"
      aria-label={t('audit-filters')}
      onSubmit={(event) => {
        event.preventDefault();
        set({ ...filters, subject: subject.trim() });
      }}
    >
      <label class="field">
        <span class="field-name">{t('audit-act')}</span>
        <select
          class="input"
          value={filters.act}
          onChange={(event) => set({ ...filters, act: event.currentTarget.value })}
        >
          <option value="">{t('audit-any')}</option>
          {ACTS.map((act) => (
            <option key={act} value={act}>
              {actWords(act)}
            </option>
          ))}
        </select>
      </label>
      {may('agents.read') && (
        <label class="field">
          <span class="field-name">{t('audit-who')}</span>
          <select
            class="input"
            value={filters.actor}
            onChange={(event) => set({ ...filters, actor: event.currentTarget.value })}
          >
            <option value="">{t('audit-anybody')}</option>
            {[...agents.value.values()].map((agent) => (
              <option key={agent.id} value={agent.id}>
                {agent.name}
              </option>
            ))}
          </select>
        </label>
      )}
      <label class="field">
        <span class="field-name">{t('audit-subject')}</span>
        <input
          class="input"
          type="search"
          placeholder="cus_…, cnv_…"
          value={subject}
          onInput={(event) => setSubject(event.currentTarget.value)}
          onBlur={() => subject.trim() !== filters.subject && set({ ...filters, subject: subject.trim() })}
        />
      </label>
    </form>
  );
}

/** The list whose document a line is about, if one may see it. */
function sectionOf({ act }: AuditLine): Section | null {
  const [list = ''] = act.split('.');
  return isSection(list) && mySections().includes(list) ? list : null;
}

function Lines({ lines }: { lines: AuditLine[] }) {
  useEffect(() => {
    const wanted = new Set(lines.map(sectionOf));
    for (const section of wanted) if (section && !listed(section).items.value) void loadList(section);
  }, [lines]);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a table that scrolls is reached by keys
    <section class="table-scroll" tabIndex={0} aria-label={t('section-audit')}>
      <table class="lines">
        <thead>
          <tr>
            <th scope="col">{t('audit-when')}</th>
            <th scope="col">{t('audit-who')}</th>
            <th scope="col">{t('audit-act')}</th>
            <th scope="col">{t('audit-subject')}</th>
            <th scope="col">{t('audit-where')}</th>
          </tr>
        </thead>
        <tbody>
          {lines.map((line) => (
            <tr key={line.id}>
              <td>
                <time dateTime={line.at} title={fullTime(line.at)}>
                  {moment(line.at)}
                </time>
              </td>
              <td>{line.agent ? nameOf(line.agent) || line.agent : t('audit-parley')}</td>
              <td>
                {actWords(line.act)}
                {detailWords(line) && <span class="quiet line-details">{detailWords(line)}</span>}
              </td>
              <td>
                <SubjectLink id={line.subject} section={sectionOf(line)} />
              </td>
              <td class="quiet">{line.where}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
