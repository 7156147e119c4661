// The conversation as a text file. It is fetched with the token, so it is saved through an object URL.

import { complaint, memory } from './state.ts';
import { t } from './texts.ts';

export async function downloadTranscript(): Promise<void> {
  const headers = { Authorization: `Bearer ${memory.value.token}` };
  const answer = await fetch('/api/v1/visitor/transcript', { headers }).catch(() => undefined);
  if (!answer?.ok) {
    complaint.value = t('transcript-failed');
    return;
  }
  const link = document.createElement('a');
  link.href = URL.createObjectURL(await answer.blob());
  link.download = `${t('transcript-file')}.txt`;
  link.click();
  setTimeout(URL.revokeObjectURL, 1000, link.href);
}
