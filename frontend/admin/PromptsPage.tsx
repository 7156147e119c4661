/** What callers are told while they wait: heard in each language, replaced by a sound of one's own, and spoken again. */
import { SearchX, Upload } from 'lucide';
import { useEffect, useRef, useState } from 'preact/hooks';
import { Failure, get, put, remove } from '../api';
import type * as made from '../generated/wire';
import { LOCALES, locale, t } from '../l10n';
import { attempt } from '../state/acts';
import { toast } from '../state/toasts';
import { Blank } from '../views/Blank';
import { Delayed } from '../views/Delayed';
import { Icon } from '../views/Icon';

/** As the server has it: `text` is what is spoken where nothing was uploaded. */
type Prompt = Pick<made.Prompt, 'id' | 'kind' | 'language' | 'text' | 'uploaded' | 'url'>;

const SOUNDS = '.wav,.mp3,.ogg,.opus,audio/*';

export function PromptsPage() {
  const [prompts, setPrompts] = useState<Prompt[] | null>(null);
  const [failure, setFailure] = useState('');
  const [shown, setShown] = useState<string>(locale.value);
  async function load() {
    try {
      setPrompts((await get<{ items: Prompt[] }>('/prompts')).items);
      setFailure('');
    } catch (caught) {
      if (!(caught instanceof Failure)) throw caught;
      setFailure(caught.message);
    }
  }
  useEffect(() => void load(), []);
  if (failure) return <Blank icon={SearchX} title={t('list-failed')} text={failure} retry={() => void load()} />;
  return (
    <>
      <header class="admin-head">
        <h2>{t('section-prompts')}</h2>
        <select
          class="input prompt-language"
          aria-label={t('prompt-language')}
          value={shown}
          onChange={(event) => setShown(event.currentTarget.value)}
        >
          {Object.entries(LOCALES).map(([each, name]) => (
            <option key={each} value={each}>
              {name}
            </option>
          ))}
        </select>
      </header>
      <p class="quiet prompts-text">{t('prompts-text')}</p>
      {prompts ? (
        <ul class="prompts">
          {prompts
            .filter((prompt) => prompt.language === shown)
            .map((prompt) => (
              <PromptRow key={prompt.id} prompt={prompt} changed={() => void load()} />
            ))}
        </ul>
      ) : (
        <Delayed>
          <p class="loading-line">{t('loading')}</p>
        </Delayed>
      )}
    </>
  );
}

function PromptRow({ prompt, changed }: { prompt: Prompt; changed: () => void }) {
  const picker = useRef<HTMLInputElement>(null);
  const [busy, setBusy] = useState(false);
  const [version, setVersion] = useState(0);
  const name = t(`prompt-${prompt.kind}`);
  async function change(act: string, work: () => Promise<unknown>) {
    setBusy(true);
    const done = await attempt(act, work);
    setBusy(false);
    if (!done) return;
    toast(t('saved', { name }));
    setVersion(version + 1); // the address stays, what is behind it is new
    changed();
  }
  const upload = (file: globalThis.File | undefined) =>
    file && void change(t('act-upload-prompt'), () => put(`/prompts/${prompt.id}`, file));
  return (
    <li class="prompt">
      <div class="prompt-words">
        <h3>
          {name} {prompt.uploaded && <span class="tag">{t('prompt-own')}</span>}
        </h3>
        <p class="quiet" lang={prompt.language}>
          {prompt.text}
        </p>
      </div>
      {/* biome-ignore lint/a11y/useMediaCaption: the words stand beside it */}
      <audio controls preload="none" src={`${prompt.url}?${version}`} aria-label={t('prompt-listen', { name })} />
      <div class="prompt-acts">
        <button type="button" class="button" disabled={busy} onClick={() => picker.current?.click()}>
          <Icon of={Upload} size={16} />
          {t(busy ? 'prompt-uploading' : 'prompt-upload')}
        </button>
        {prompt.uploaded && (
          <button
            type="button"
            class="button"
            disabled={busy}
            onClick={() => void change(t('act-remove-prompt'), () => remove(`/prompts/${prompt.id}`))}
          >
            {t('prompt-remove')}
          </button>
        )}
      </div>
      <input
        ref={picker}
        type="file"
        accept={SOUNDS}
        hidden
        aria-label={t('prompt-upload')}
        onChange={(event) => {
          upload(event.currentTarget.files?.[0]);
          event.currentTarget.value = '';
        }}
      />
    </li>
  );
}
