/** Merging: whom with, then both side by side, each field chosen, what will follow, and only then the act. */
import { ArrowLeft, UserRoundX } from 'lucide';
import { useEffect, useState } from 'preact/hooks';
import { Failure } from '../api';
import { t } from '../l10n';
import { compare, mergeCustomers } from '../state/merging';
import { Blank } from '../views/Blank';
import { Delayed } from '../views/Delayed';
import { Dialog } from '../views/Dialog';
import { Icon } from '../views/Icon';
import type { Comparison, Customer } from '../wire';
import { choosable, firstChoice, numbers } from './differences';
import { FindCustomer } from './FindCustomer';
import { countsWords, hasAny } from './ProfileHead';
import { SideBySide } from './SideBySide';

interface Props {
  customer: Customer;
  /** Whom to compare with; null asks first. */
  other: string | null;
  closed: () => void;
}

export function MergeDialog({ customer, other, closed }: Props) {
  const [chosen, setChosen] = useState(other);
  return (
    <Dialog title={t('merge-title')} closed={closed} dialogClass="merge">
      {chosen ? (
        <Comparing
          ours={customer.id}
          theirs={chosen}
          closed={closed}
          {...(other ? {} : { back: () => setChosen(null) })}
        />
      ) : (
        <FindCustomer label={t('merge-whom')} without={customer.id} choose={({ id }) => setChosen(id)} />
      )}
    </Dialog>
  );
}

interface ComparingProps {
  ours: string;
  theirs: string;
  closed: () => void;
  back?: () => void;
}

function Comparing({ ours, theirs, closed, back }: ComparingProps) {
  const [found, setFound] = useState<Comparison | null>(null);
  const [failure, setFailure] = useState('');
  useEffect(() => {
    let late = false;
    compare(ours, theirs)
      .then((answer) => late || setFound(answer))
      .catch((caught: unknown) => {
        if (!(caught instanceof Failure)) throw caught;
        if (!late) setFailure(caught.message);
      });
    return () => {
      late = true;
    };
  }, [ours, theirs]);
  if (failure) return <Blank icon={UserRoundX} title={t('compare-failed')} text={failure} />;
  if (!found) return <Delayed>{<p class="loading-line">{t('loading')}</p>}</Delayed>;
  return <Decision found={found} closed={closed} {...(back ? { back } : {})} />;
}

function Decision({ found, closed, back }: { found: Comparison; closed: () => void; back?: () => void }) {
  const differences = choosable(found);
  const [taken, setTaken] = useState(() => firstChoice(differences));
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState('');
  const name = found.theirs.name || t('visitor');

  async function merge() {
    setBusy(true);
    try {
      await mergeCustomers(found.ours.id, found.theirs.id, name, taken, found.of_two);
      closed();
    } catch (caught) {
      if (!(caught instanceof Failure)) throw caught;
      setFailure(caught.message);
      setBusy(false);
    }
  }
  const take = (field: string, theirs: boolean) =>
    setTaken(theirs ? [...taken, field] : taken.filter((each) => each !== field));
  return (
    <div class="decision">
      <SideBySide found={found} differences={differences} taken={taken} take={take} />
      <footer class="decision-foot">
        {found.of_two && (
          <p class="merge-warning" role="alert">
            {t('merge-numbers', { ours: numbers(found.ours), theirs: numbers(found.theirs) })}
          </p>
        )}
        <p class="merge-follows">
          {hasAny(found.counts)
            ? t('merge-follows', { what: countsWords(found.counts), name })
            : t('merge-follows-little', { name })}
        </p>
        <p class="form-failure" role="alert">
          {failure && t('failed-because', { what: t('act-merge'), why: failure })}
        </p>
        <div class="dialog-acts">
          {back && (
            <button type="button" class="button" onClick={back}>
              <Icon of={ArrowLeft} size={16} />
              {t('back')}
            </button>
          )}
          <span class="grow" />
          <button type="button" class="button" onClick={closed}>
            {t('cancel')}
          </button>
          <button type="button" class="button filled" disabled={busy} onClick={() => void merge()}>
            {t(found.of_two ? 'merge-anyway' : 'merge')}
          </button>
        </div>
      </footer>
    </div>
  );
}
