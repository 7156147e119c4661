/** What a customer agreed to and took back, newest first, with the words and where; and a way to enter what they tell an agent. */
import { ChevronDown, CircleCheck, CircleX } from 'lucide';
import { useEffect, useState } from 'preact/hooks';
import { get, post } from '../api';
import type { ConsentInput, ConsentRecord, ConsentRecords } from '../generated/wire';
import { fullTime, moment, t } from '../l10n';
import { attempt } from '../state/acts';
import { may } from '../state/centre';
import { Icon } from '../views/Icon';
import { nameOf } from '../words';

const PURPOSES = ['marketing-email', 'marketing-phone', 'marketing-sms', 'profiling'] as const;
const SOURCES = ['chat', 'call', 'email', 'form', 'paper', 'in person', 'other'] as const;
const KNOWN: readonly string[] = [...PURPOSES, 'chat', 'call-recording'];

interface Props {
  customer: string;
  /** Only read: the customer was erased. */
  kept?: boolean;
  /** Called after an entry, for the profile's flags have changed. */
  changed?: () => void;
}

export function Consents({ customer, kept, changed }: Props) {
  const [rows, setRows] = useState<ConsentRecord[]>([]);
  const load = () =>
    attempt(t('consents'), async () => {
      setRows((await get<ConsentRecords>(`/customers/${customer}/consents`)).items);
    });
  useEffect(() => void load(), [customer]);
  return (
    <section class="consents" aria-labelledby="consents">
      <h3 id="consents">{t('consents')}</h3>
      {rows.length === 0 && <p class="quiet">{t('consents-none')}</p>}
      <ul>
        {rows.map((row) => (
          <Row key={row.id} row={row} />
        ))}
      </ul>
      {may('customers.write') && !kept && (
        <Enter
          enter={async (given) => {
            if (!(await attempt(t('consent-enter'), () => post(`/customers/${customer}/consents`, given)))) return;
            await load();
            changed?.();
          }}
        />
      )}
    </section>
  );
}

function Row({ row }: { row: ConsentRecord }) {
  const who = row.by ? nameOf(row.by) : t('consent-themselves');
  const version = row.version ? t('consent-version', { version: row.version }) : '';
  return (
    <li class="consent" data-given={row.given}>
      <Icon of={row.given ? CircleCheck : CircleX} size={16} />
      <span class="grow">
        <strong>{purpose(row.name)}</strong> {t(row.given ? 'consent-given' : 'consent-withdrawn')}
        <span class="quiet consent-where">
          <time dateTime={row.at} title={fullTime(row.at)}>
            {moment(row.at)}
          </time>
          {[who, sourceWords(row.source), !row.text && version].filter(Boolean).map((words) => ` · ${words}`)}
        </span>
        {(row.text || row.page) && (
          <details>
            <summary>
              {t('consent-words')}
              <Icon of={ChevronDown} size={14} />
            </summary>
            {row.text && <blockquote dir="auto">{row.text}</blockquote>}
            {row.text && version && <p class="quiet consent-page">{version}</p>}
            {row.page && <p class="quiet consent-page">{row.page}</p>}
          </details>
        )}
      </span>
    </li>
  );
}

function Enter({ enter }: { enter: (given: ConsentInput) => Promise<void> }) {
  const [name, setName] = useState<string>(PURPOSES[0]);
  const [source, setSource] = useState<ConsentInput['source']>('call');
  const give = (given: boolean) => void enter({ name, given, source });
  return (
    <details class="consent-enter">
      <summary>
        {t('consent-enter')}
        <Icon of={ChevronDown} size={14} />
      </summary>
      <label class="field">
        <span class="field-name">{t('consent-purpose')}</span>
        <select class="input" value={name} onChange={(event) => setName(event.currentTarget.value)}>
          {PURPOSES.map((each) => (
            <option key={each} value={each}>
              {purpose(each)}
            </option>
          ))}
        </select>
      </label>
      <label class="field">
        <span class="field-name">{t('consent-source')}</span>
        <select
          class="input"
          value={source}
          onChange={(event) => setSource(event.currentTarget.value as ConsentInput['source'])}
        >
          {SOURCES.map((each) => (
            <option key={each} value={each}>
              {sourceWords(each)}
            </option>
          ))}
        </select>
      </label>
      <div class="edit-acts">
        <button type="button" class="button" onClick={() => give(true)}>
          {t('consent-give')}
        </button>
        <button type="button" class="button" onClick={() => give(false)}>
          {t('consent-withdraw')}
        </button>
      </div>
    </details>
  );
}

function purpose(name: string): string {
  return KNOWN.includes(name) ? t(`purpose-${name}`) : name;
}

function sourceWords(source: string): string {
  return source ? t(`consent-by-${source.replace(' ', '-')}`) : '';
}
