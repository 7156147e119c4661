/** What can be put into a message besides words: files and emoji (whose panel is loaded when it is first opened). */
import { Paperclip, Smile } from 'lucide';
import { useEffect, useRef, useState } from 'preact/hooks';
import { t } from '../l10n';
import { Icon } from './Icon';
import { Popover } from './Popover';

interface Props {
  attach: (files: FileList | null) => void;
  insert: (words: string) => void;
}

export function ComposerTools({ attach, insert }: Props) {
  const picker = useRef<HTMLInputElement>(null);
  return (
    <div class="composer-tools">
      <button
        type="button"
        class="icon-button"
        aria-label={t('attach')}
        title={t('attach')}
        onClick={() => picker.current?.click()}
      >
        <Icon of={Paperclip} size={18} />
      </button>
      <input
        ref={picker}
        type="file"
        multiple
        hidden
        onChange={(event) => {
          attach(event.currentTarget.files);
          event.currentTarget.value = '';
        }}
      />
      <Popover
        label={t('emoji')}
        place="above"
        buttonClass="icon-button"
        panelClass="emoji"
        button={<Icon of={Smile} size={18} />}
      >
        {(close) => (
          <Emoji
            chosen={(sign) => {
              close();
              insert(sign);
            }}
          />
        )}
      </Popover>
    </div>
  );
}

function Emoji({ chosen }: { chosen: (sign: string) => void }) {
  const [groups, setGroups] = useState<string[][]>([]);
  useEffect(() => {
    void import('../emoji').then(({ EMOJI }) => setGroups(EMOJI));
  }, []);
  return (
    <>
      {groups.map((group) => (
        <div key={group[0]} class="emoji-group">
          {group.map((sign) => (
            <button key={sign} type="button" onClick={() => chosen(sign)}>
              {sign}
            </button>
          ))}
        </div>
      ))}
    </>
  );
}
