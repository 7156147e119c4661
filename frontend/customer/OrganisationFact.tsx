/** The organisation somebody belongs to: chosen, made where one may, and unfolded to who else belongs to it. */
import { ChevronRight } from 'lucide';
import { useEffect, useState } from 'preact/hooks';
import { Failure, get } from '../api';
import { t } from '../l10n';
import { attempt } from '../state/acts';
import { may } from '../state/centre';
import { change } from '../state/customers';
import { makeOrganisation, organisations } from '../state/lists';
import { Icon } from '../views/Icon';
import type { Customer } from '../wire';
import { Choose } from './Choose';
import { CustomerLink } from './CustomerLink';

const MOST = 20;

export function organisationChoices() {
  return organisations.value.map(({ id, name, domains }) => ({ id, name, hint: domains[0] ?? '' }));
}

export function OrganisationFact({ customer }: { customer: Customer }) {
  const [open, setOpen] = useState(false);
  const { organisation } = customer;
  async function make(name: string): Promise<string | null> {
    let made: string | null = null;
    await attempt(t('act-organisation'), async () => {
      made = (await makeOrganisation(name)).id;
    });
    return made;
  }
  return (
    <div>
      <dt>{t('organisation')}</dt>
      <dd>
        <Choose
          label={t('organisation')}
          choices={organisationChoices()}
          value={organisation ? [organisation] : []}
          empty={t('no-value')}
          none={t('no-value')}
          make={may('organisations.write') ? make : null}
          save={may('customers.write') ? ([id]) => change(customer.id, 'organisation', id ?? null) : null}
        />
        {organisation && (
          <button
            type="button"
            class="link people-fold"
            aria-expanded={open}
            onClick={() => {
              setOpen(!open);
            }}
          >
            <Icon of={ChevronRight} size={14} />
            {t('organisation-people')}
          </button>
        )}
        {organisation && open && <People organisation={organisation} without={customer.id} />}
      </dd>
    </div>
  );
}

function People({ organisation, without }: { organisation: string; without: string }) {
  const [people, setPeople] = useState<Customer[] | string | null>(null);
  useEffect(() => {
    let late = false;
    get<{ items: Customer[] }>(`/customers?organisation=${encodeURIComponent(organisation)}&limit=${MOST}`)
      .then(({ items }) => late || setPeople(items.filter(({ id }) => id !== without)))
      .catch((failure: unknown) => {
        if (!(failure instanceof Failure)) throw failure;
        if (!late) setPeople(failure.message);
      });
    return () => {
      late = true;
    };
  }, [organisation, without]);
  if (people === null) return null;
  if (typeof people === 'string') return <p class="editing-problem">{people}</p>;
  if (people.length === 0) return <p class="quiet">{t('organisation-alone')}</p>;
  return (
    <ul class="people">
      {people.map((each) => (
        <li key={each.id}>
          <CustomerLink id={each.id}>{each.name || t('visitor')}</CustomerLink>
        </li>
      ))}
    </ul>
  );
}
