// That a call is recorded, said to whoever is about to be heard: before they call, and before they answer.

import { island } from '../island.ts';

export function Recorded() {
  const notice = island.calls?.notice;
  if (!notice) return null;
  return (
    <p class="agree notice">
      <i class="light" />
      {notice.text}
    </p>
  );
}
