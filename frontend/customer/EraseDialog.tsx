/** Erases a person for good: says what goes and what stays, asks for the name, then shows how far it is. */
import { useEffect, useState } from 'preact/hooks';
import { Failure, get, post } from '../api';
import { t } from '../l10n';
import { reloadCustomers } from '../state/customers';
import { Dialog } from '../views/Dialog';
import type { CustomerDetail, Erasure } from '../wire';

const LOOK_MS = 500;

export function EraseDialog({ customer, closed }: { customer: CustomerDetail; closed: () => void }) {
  const [erasure, setErasure] = useState<Erasure | null>(null);
  const [failure, setFailure] = useState('');
  // Who it was when it was asked: the customer shown behind loses the name meanwhile.
  const [name] = useState(customer.name);
  const path = `/customers/${customer.id}/erase`;

  async function ask(asked: Promise<Erasure>) {
    try {
      setErasure(await asked);
      setFailure('');
    } catch (caught) {
      if (!(caught instanceof Failure)) throw caught;
      setFailure(caught.message);
    }
  }
  useEffect(() => {
    if (erasure?.state !== 'erasing') return;
    const next = setTimeout(() => void ask(get<Erasure>(path)), LOOK_MS);
    return () => clearTimeout(next);
  }, [erasure, failure]);
  useEffect(() => {
    if (erasure?.state === 'erased') void reloadCustomers([customer.id]);
  }, [erasure?.state]);

  return (
    <Dialog title={t('erase-title', { name })} closed={closed}>
      {erasure ? (
        <Progress erasure={erasure} closed={closed} />
      ) : (
        <Sure name={name} closed={closed} erase={(name) => ask(post<Erasure>(path, { name }))} />
      )}
      <p class="form-failure" role="alert">
        {failure}
      </p>
    </Dialog>
  );
}

interface SureProps {
  name: string;
  closed: () => void;
  erase: (name: string) => Promise<void>;
}

function Sure({ name, closed, erase }: SureProps) {
  const [typed, setTyped] = useState('');
  const [busy, setBusy] = useState(false);
  async function submit(event: Event) {
    event.preventDefault();
    setBusy(true);
    await erase(typed);
    setBusy(false);
  }
  return (
    <form class="assign" onSubmit={submit}>
      <p>{t('erase-goes')}</p>
      <p>{t('erase-stays')}</p>
      <p class="assign-warning">{t('erase-for-good')}</p>
      <label class="field">
        <span class="field-name">{t('erase-type-name', { name })}</span>
        <input
          class="input"
          value={typed}
          autocomplete="off"
          dir="auto"
          onInput={(event) => setTyped(event.currentTarget.value)}
        />
      </label>
      <div class="dialog-acts">
        <button type="button" class="button" onClick={closed}>
          {t('cancel')}
        </button>
        <button type="submit" class="button danger" disabled={busy || plain(typed) !== plain(name)}>
          {t('erase-now')}
        </button>
      </div>
    </form>
  );
}

function Progress({ erasure, closed }: { erasure: Erasure; closed: () => void }) {
  const { state, done, conversations } = erasure;
  return (
    <div class="assign">
      <p role="status">{t(state === 'erased' ? 'erase-done' : 'erase-working')}</p>
      {state === 'erasing' && (
        <p class="import-bar">
          <progress max={Math.max(1, conversations)} value={done} aria-label={t('erase-working')} />
          {t('erase-so-far', { done, conversations })}
        </p>
      )}
      <div class="dialog-acts">
        <button type="button" class="button filled" onClick={closed}>
          {t(state === 'erased' ? 'close-dialog' : 'erase-behind')}
        </button>
      </div>
    </div>
  );
}

/** As the server compares: the case and the spaces around do not matter. */
function plain(name: string): string {
  return name.trim().replace(/\s+/g, ' ').toLowerCase();
}
