/**
 * The customer beside the inbox: of the open conversation and, before anybody accepts, of what is offered. An offer shows its
 * customer at once, unless the agent is just writing into the profile of the other one; one press goes from one to the other.
 */
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { t } from '../l10n';
import { customerShown, pane } from '../state/layout';
import { offer } from '../state/offers';
import type { Conversation } from '../wire';
import { customerName } from '../words';
import { CustomerPane } from './CustomerPane';

export function CustomerAside({ row }: { row: Conversation | undefined }) {
  const aside = useRef<HTMLElement>(null);
  const [popped, setPopped] = useState(true);
  const summary = offer.value?.summary;
  const offered = summary && summary.customer.id !== row?.customer.id ? summary : undefined;
  const ringing = offered && offer.value?.offer;
  useLayoutEffect(() => {
    if (ringing) setPopped(!aside.current?.contains(document.activeElement));
  }, [ringing]);

  const shown = offered && (popped || !row) ? offered : row;
  const folded = !offered && !customerShown.value && pane.value !== 'customer';
  if (!shown || folded) return null;
  return (
    <aside ref={aside} class="customer" aria-label={t('customer')}>
      {offered && row && (
        <fieldset class="tabs pop-tabs">
          <legend class="unseen">{t('customer')}</legend>
          {[offered, row].map((each) => (
            <button
              key={each.customer.id}
              type="button"
              class="tab"
              aria-pressed={each === shown}
              onClick={() => setPopped(each === offered)}
            >
              {each === offered ? t('offered-customer', { name: customerName(each) }) : customerName(each)}
            </button>
          ))}
        </fieldset>
      )}
      <CustomerPane key={shown.customer.id} id={shown.customer.id} row={shown} />
    </aside>
  );
}
