/** Legal holds that stand, each with its reason and the way to lift it. They are placed where their subject is shown, or here by its id. */
import { Lock } from 'lucide';
import { useEffect, useState } from 'preact/hooks';
import { Failure, get, post, remove } from '../api';
import type { Hold, Holds as Page } from '../generated/wire';
import { fullTime, moment, t } from '../l10n';
import { attempt } from '../state/acts';
import { Icon } from '../views/Icon';
import { nameOf } from '../words';
import { SubjectLink } from './SubjectLink';

/** All of them, or with `subject` only those of a customer or conversation. */
export function Holds({ subject = '' }: { subject?: string }) {
  const [holds, setHolds] = useState<Hold[] | null>(null);
  const load = async () => {
    const loaded = await attempt(t('holds'), async () =>
      setHolds((await get<Page>(subject ? `/holds?subject=${subject}` : '/holds')).items),
    );
    if (!loaded) setHolds([]);
  };
  useEffect(() => void load(), [subject]);
  return (
    <section class="holds" aria-labelledby="holds">
      <h3 id="holds">
        <Icon of={Lock} size={16} />
        {t('holds')}
      </h3>
      <p class="quiet">{t('holds-text')}</p>
      {holds?.length === 0 && <p class="quiet">{t('holds-none')}</p>}
      <ul>
        {holds?.map((hold) => (
          <li key={hold.id} class="hold">
            <span class="grow">
              <SubjectLink id={hold.subject} /> <span>{hold.reason}</span>
              <time class="quiet" dateTime={hold.at} title={fullTime(hold.at)}>
                {t('hold-by', { who: nameOf(hold.by) || t('audit-parley'), when: moment(hold.at) })}
              </time>
            </span>
            <button
              type="button"
              class="button"
              onClick={async () => {
                if (!confirm(t('hold-lift-sure'))) return;
                await attempt(t('hold-lift'), () => remove(`/holds/${hold.id}`));
                void load();
              }}
            >
              {t('hold-lift')}
            </button>
          </li>
        ))}
      </ul>
      <NewHold of={subject} placed={() => void load()} />
    </section>
  );
}

function NewHold({ of, placed }: { of: string; placed: () => void }) {
  const [subject, setSubject] = useState(of);
  const [reason, setReason] = useState('');
  const [failure, setFailure] = useState('');

  async function submit(event: Event) {
    event.preventDefault();
    setFailure('');
    try {
      await post('/holds', { subject: subject.trim(), reason: reason.trim() });
    } catch (caught) {
      if (!(caught instanceof Failure)) throw caught;
      return setFailure(caught.message);
    }
    setSubject(of);
    setReason('');
    placed();
  }
  return (
    <form class={of ? 'new-hold of-one' : 'new-hold'} onSubmit={submit}>
      {!of && (
        <label class="field">
          <span class="field-name">{t('hold-subject')}</span>
          <input
            class="input"
            required
            pattern="(cus|cnv)_[a-z0-9]+"
            placeholder="cus_…, cnv_…"
            value={subject}
            onInput={(event) => setSubject(event.currentTarget.value)}
          />
        </label>
      )}
      <label class="field">
        <span class="field-name">{t('hold-reason')}</span>
        <input
          class="input"
          required
          minLength={3}
          maxLength={1000}
          value={reason}
          onInput={(event) => setReason(event.currentTarget.value)}
        />
      </label>
      <button type="submit" class="button">
        {t('hold-place')}
      </button>
      <p class="form-failure" role="alert">
        {failure}
      </p>
    </form>
  );
}
