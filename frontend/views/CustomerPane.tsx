/** Who writes: name, addresses, language, local time, fields, where they are on the site, a note, what came earlier. */
import { BadgeCheck, MailPlus, UserRoundX } from 'lucide';
import { useEffect } from 'preact/hooks';
import { languageName, t, timeIn } from '../l10n';
import { may } from '../state/centre';
import { halfMinutes } from '../state/clock';
import { following } from '../state/conversations';
import { changeCustomer, customerRecord, loadCustomer } from '../state/customers';
import { startMail } from '../state/newMail';
import type { Conversation, Customer } from '../wire';
import { pathOf } from '../words';
import { Avatar } from './Avatar';
import { Blank } from './Blank';
import { Delayed } from './Delayed';
import { Earlier } from './Earlier';
import { EditInPlace } from './EditInPlace';
import { Icon } from './Icon';

interface Props {
  id: string;
  /** The conversation beside which the customer is shown, if any. */
  row?: Conversation;
}

export function CustomerPane({ id, row }: Props) {
  const { customer, failure } = customerRecord(id);
  useEffect(() => {
    void loadCustomer(id);
  }, [id]);
  if (failure.value && !customer.value) {
    const retry = { retry: () => void loadCustomer(id) };
    return <Blank icon={UserRoundX} title={t('customer-failed')} text={failure.value.message} {...retry} />;
  }
  if (!customer.value) return <Delayed>{<p class="loading-line">{t('loading')}</p>}</Delayed>;
  return <Profile customer={customer.value} {...(row ? { row } : {})} />;
}

function Profile({ customer, row }: { customer: Customer; row?: Conversation }) {
  // A visitor's browser is always known for sure; who sits there is not.
  const verified = customer.addresses.some((each) => each.verified && each.kind !== 'visitor');
  const change = (fields: Partial<Customer>) => changeCustomer(customer, fields);
  const mayChange = may('customers.write');
  return (
    <div class="profile">
      <div class="profile-head">
        <Avatar name={customer.name || t('visitor')} size="large" />
        <div>
          <h2>
            <EditInPlace
              label={t('customer-name')}
              value={customer.name}
              empty={t('visitor')}
              save={mayChange ? (name) => change({ name }) : null}
            />
          </h2>
          <span class={verified ? 'mark-verified' : 'mark-claimed'}>{t(verified ? 'verified' : 'not-verified')}</span>
        </div>
      </div>
      <Details customer={customer} change={mayChange ? change : null} />
      {may('conversations.handle') && customer.addresses.some((each) => each.kind === 'email') && (
        <button type="button" class="button profile-mail" aria-haspopup="dialog" onClick={() => startMail(customer)}>
          <Icon of={MailPlus} size={16} />
          {t('new-email')}
        </button>
      )}
      {row && <OnSite row={row} />}
      <section>
        <h3>{t('customer-note')}</h3>
        <EditInPlace
          label={t('customer-note')}
          value={customer.note}
          empty={t('customer-note-empty')}
          multiline
          save={mayChange ? (note) => change({ note }) : null}
        />
      </section>
      <Earlier customer={customer.id} current={row?.id ?? null} />
    </div>
  );
}

type Change = ((fields: Partial<Customer>) => Promise<boolean>) | null;

function Details({ customer, change }: { customer: Customer; change: Change }) {
  const shown = customer.addresses.filter((each) => each.kind !== 'visitor');
  const zone = customer.timezone;
  const local = zone ? timeIn(zone, halfMinutes.value) : null;
  return (
    <dl class="facts">
      {shown.map(({ kind, value, verified }) => (
        <div key={kind + value}>
          <dt>{t(`address-${kind}`)}</dt>
          <dd>
            {kind === 'email' ? <Email address={value} /> : value}
            {kind === 'email' ? (
              <Proof verified={verified} />
            ) : (
              verified && shown.length > 1 && <span class="quiet"> {t('address-verified')}</span>
            )}
          </dd>
        </div>
      ))}
      {customer.language && <Detail name={t('language')} value={languageName(customer.language)} />}
      {local && zone && <Detail name={t('local-time')} value={`${local}, ${city(zone)}`} />}
      {Object.entries(customer.fields).map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>
            <EditInPlace
              label={name}
              value={value}
              empty={t('no-value')}
              save={change && ((words) => change({ fields: { ...customer.fields, [name]: words } }))}
            />
          </dd>
        </div>
      ))}
      <Detail name={t('customer-since')} value={String(new Date(customer.created_at).getFullYear())} />
    </dl>
  );
}

function OnSite({ row }: { row: Conversation }) {
  const now = following(row.id).onSite.value;
  const page = now?.url ? now : row.page;
  if (!page?.url) return null;
  return (
    <section>
      <h3>{t(now ? 'on-site' : 'was-on-site')}</h3>
      <dl class="facts">
        <div>
          <dt>{t('page')}</dt>
          <dd title={page.url}>{pathOf(page.url)}</dd>
        </div>
        {page.title && <Detail name={t('page-title')} value={page.title} />}
        {page.referrer && <Detail name={t('came-from')} value={host(page.referrer)} />}
      </dl>
    </section>
  );
}

/** Whether a mail from this address was ever proved to be from it. */
function Proof({ verified }: { verified: boolean }) {
  if (!verified) return <span class="quiet"> {t('address-claimed')}</span>;
  return (
    <span class="address-verified">
      <Icon of={BadgeCheck} size={14} />
      {t('address-verified')}
    </span>
  );
}

/** An address that is too long breaks before its @, not inside a word. */
function Email({ address }: { address: string }) {
  const [name, host] = address.split('@');
  return (
    <a href={`mailto:${address}`}>
      {name}
      <wbr />@{host}
    </a>
  );
}

function Detail({ name, value }: { name: string; value: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}

function city(zone: string): string {
  return zone.split('/').at(-1)?.replaceAll('_', ' ') ?? zone;
}

function host(url: string): string {
  try {
    return new URL(url).host;
  } catch {
    return url;
  }
}
