// A small choice of emoji, loaded when first opened. A full catalogue costs more bytes than the whole widget.

import { dress } from '../styles.ts';
import css from './emoji.css?inline';

dress(css);

const EMOJI = [
  ...'😀😄😁😅😂🙂😉😊😍😘😎🤓🤔🙃😴😮😢😭😤😡🥳🤗🤝👍👎👌👏🙏💪👋🙌✋',
  ...'🎉🎁🎂🌸🌿🌱🌵🌻🌧🔥⭐✨💡💬💚💔✅❌❓❗⏰📅📦🚚🏠🔑🔧🛒💳🧾📷📎📞📧✍🐶🐱☕🍕',
];

export function Emoji({ pick }: { pick: (emoji: string) => void }) {
  return (
    <div class="emoji">
      {EMOJI.map((emoji) => (
        <button type="button" onClick={() => pick(emoji)} key={emoji}>
          {emoji}
        </button>
      ))}
    </div>
  );
}
