/** One document's form: saves what changed, guards what is not saved, deletes with Undo. */
import { ArrowLeft } from 'lucide';
import { useEffect, useRef, useState } from 'preact/hooks';
import { Failure } from '../api';
import { t } from '../l10n';
import { go, guardLeaving } from '../route';
import { toast } from '../state/toasts';
import { Icon } from '../views/Icon';
import { DryRun } from './DryRun';
import { FieldInput } from './FieldInput';
import { IdentitySecret } from './IdentitySecret';
import { MailboxTest } from './MailboxTest';
import { Presets } from './Presets';
import { discard, save } from './records';
import { Snippet } from './Snippet';
import { type Document, FIELDS, type Field, type Section } from './sections';
import { bodyOf, isChanged, type Values, valuesOf } from './values';

export function EditForm({ section, document }: { section: Section; document: Document | null }) {
  const fields = FIELDS[section];
  const before = useRef(valuesOf(fields, document)).current;
  const [values, setValues] = useState<Values>(before);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const changed = isChanged(before, values);
  const release = useLeavingGuard(changed);
  const back = () => go({ page: 'admin', section, item: null });

  async function submit(event: Event) {
    event.preventDefault();
    setBusy(true);
    setFailure(null);
    try {
      const stored = await save(section, document?.id ?? null, bodyOf(section, before, values, document));
      release();
      toast(t('saved', { name: stored.name }));
      // A new widget's snippet is what comes next; every other form is done.
      go({ page: 'admin', section, item: section === 'widgets' && !document ? stored.id : null });
    } catch (caught) {
      if (!(caught instanceof Failure)) throw caught;
      setFailure(caught.message);
    } finally {
      setBusy(false);
    }
  }

  return (
    <>
      <header class="admin-head">
        <button type="button" class="icon-button" aria-label={t('back')} title={t('back')} onClick={back}>
          <Icon of={ArrowLeft} />
        </button>
        <h2 class="grow">{document?.name ?? t(`new-${section}`)}</h2>
        {document && (
          <button
            type="button"
            class="button danger"
            onClick={async () => {
              if (!(await discard(section, document))) return;
              release();
              back();
            }}
          >
            {t('delete')}
          </button>
        )}
      </header>
      <form class="edit" onSubmit={submit}>
        {section === 'widgets' && document && <Snippet widget={document} />}
        {section === 'widgets' && document && <IdentitySecret widget={document} />}
        {section === 'mailboxes' && <Presets choose={(servers) => setValues((now) => ({ ...now, ...servers }))} />}
        {grouped(fields).map(([group, members]) => (
          <fieldset key={group} class="edit-group">
            {group && <legend>{t(`group-${group}`)}</legend>}
            {members
              .filter((field) => isAsked(field, values))
              .map((field) => (
                <FieldInput
                  key={field.name}
                  field={field}
                  creating={!document}
                  value={values[field.name]}
                  set={(value) => setValues((now) => ({ ...now, [field.name]: value }))}
                />
              ))}
          </fieldset>
        ))}
        {section === 'retention-rules' && <DryRun values={values} rule={document?.id ?? null} />}
        {section === 'mailboxes' && document && <MailboxTest mailbox={document} changed={changed} />}
        <p class="form-failure" role="alert">
          {failure && t('failed-because', { what: t('act-save'), why: failure })}
        </p>
        <div class="edit-acts">
          <button type="submit" class="button filled" disabled={busy || !changed}>
            {t('save')}
          </button>
          <button type="button" class="button" onClick={back}>
            {t('cancel')}
          </button>
          {changed && <span class="quiet">{t('not-saved')}</span>}
        </div>
      </form>
    </>
  );
}

/** Whether what the field depends on is so. */
function isAsked({ only }: Field, values: Values): boolean {
  return Object.entries(only ?? {}).every(([name, fitting]) => fitting.includes(String(values[name])));
}

function grouped(fields: readonly Field[]): [string, Field[]][] {
  const groups = new Map<string, Field[]>();
  for (const field of fields) groups.set(field.group ?? '', [...(groups.get(field.group ?? '') ?? []), field]);
  return [...groups];
}

/** Asks before unsaved changes are left; `release` lets go after saving. */
function useLeavingGuard(changed: boolean): () => void {
  useEffect(() => {
    if (!changed) return;
    const unload = (event: BeforeUnloadEvent) => event.preventDefault();
    guardLeaving(() => confirm(t('leave-unsaved')));
    addEventListener('beforeunload', unload);
    return () => {
      guardLeaving(null);
      removeEventListener('beforeunload', unload);
    };
  }, [changed]);
  return () => guardLeaving(null);
}
