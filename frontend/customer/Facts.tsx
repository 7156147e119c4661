/** What is known of everybody: organisation, lifecycle, owner, language, the hour where they are, since when. */
import type { ComponentChildren } from 'preact';
import { languageName, languages, t, timeIn, zones } from '../l10n';
import { agents, may } from '../state/centre';
import { halfMinutes } from '../state/clock';
import { change } from '../state/customers';
import type { Customer, Lifecycle } from '../wire';
import { Choose } from './Choose';
import { isShown } from './empties';
import { OrganisationFact } from './OrganisationFact';

const LIFECYCLES: Lifecycle[] = ['lead', 'prospect', 'customer', 'former'];

export function lifecycleChoices() {
  return LIFECYCLES.map((id) => ({ id, name: t(`lifecycle-${id}`) }));
}

export function ownerChoices() {
  const active = [...agents.value.values()].filter((agent) => agent.active);
  return active.map(({ id, name }) => ({ id, name })).sort((a, b) => a.name.localeCompare(b.name));
}

export function Facts({ customer }: { customer: Customer }) {
  const set = (path: string, empty: string | null = '') =>
    may('customers.write') ? ([id]: string[]) => change(customer.id, path, id ?? empty) : null;
  const zone = customer.timezone ?? '';
  const local = zone ? timeIn(zone, halfMinutes.value) : null;
  return (
    <dl class="facts">
      {isShown(customer.organisation) && <OrganisationFact customer={customer} />}
      {isShown(customer.lifecycle) && (
        <Fact name={t('lifecycle')}>
          <Choose
            label={t('lifecycle')}
            choices={lifecycleChoices()}
            value={customer.lifecycle ? [customer.lifecycle] : []}
            empty={t('no-value')}
            none={t('no-value')}
            save={set('lifecycle')}
          />
        </Fact>
      )}
      {isShown(customer.owner) && (
        <Fact name={t('owner')}>
          <Choose
            label={t('owner')}
            choices={ownerChoices()}
            value={customer.owner ? [customer.owner] : []}
            empty={t('owner-none')}
            none={t('owner-none')}
            save={set('owner', null)}
          />
        </Fact>
      )}
      {isShown(customer.language) && (
        <Fact name={t('language')}>
          <Choose
            label={t('language')}
            choices={languages()}
            value={customer.language ? [customer.language] : []}
            empty={customer.language ? languageName(customer.language) : t('no-value')}
            none={t('no-value')}
            save={set('language')}
          />
        </Fact>
      )}
      {isShown(zone) && (
        <Fact name={t('local-time')}>
          {local && <span class="local-time">{local}, </span>}
          <Choose
            label={t('time-zone')}
            choices={zones()}
            value={zone ? [zone] : []}
            empty={t('no-value')}
            none={t('no-value')}
            save={set('timezone')}
          />
        </Fact>
      )}
      <Fact name={t('customer-since')}>{new Date(customer.created_at).getFullYear()}</Fact>
    </dl>
  );
}

export function Fact({ name, children }: { name: string; children: ComponentChildren }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
