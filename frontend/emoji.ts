/** The emoji people use with customers, in groups: faces, hands, hearts and signs, things of a shop. */
export const EMOJI: string[][] = [
  '😀 😃 😄 😁 😅 😂 🙂 🙃 😉 😊 😇 🥰 😍 🤩 😘 😋 😎 🤓 🤗 🤔 🤨 😐 😶 🙄 😏 😴 😌 😕 😟 🙁 😮 😲 😳 🥺 😢 😭 😤 😱 😬 🤯 🤒 🥳'.split(
    ' ',
  ),
  '👍 👎 👌 ✌️ 🤞 🤝 👏 🙌 🙏 💪 👋 ✋ 👉 👈 👆 👇 ✍️ 🫶'.split(' '),
  '❤️ 🧡 💛 💚 💙 💜 🖤 🤍 💔 ⭐ ✨ 🎉 🔥 💯 ✅ ❌ ⚠️ ❓ ❗ ℹ️'.split(' '),
  '📦 🚚 ✈️ 🏠 🏪 🛒 🛍️ 🎁 💳 💰 🧾 📄 📎 📅 ⏰ ⏳ 📞 ✉️ 💻 📱 🔑 🔒 🔧 🔎 ☕ 🌿 🌍'.split(' '),
];
