// A greeting in which the visitor's name may stand: asked for when the line is there, and once more when they have proved who
// they are. Only the pages of widgets with such a greeting load this.

import { island } from './island.ts';
import { ask } from './line.ts';
import { effect } from './signal.ts';
import { log, memory, online } from './state.ts';

let asked = '';

async function greet(): Promise<void> {
  const answer = await ask<{ texts: Record<string, string> }>('greeting');
  if (!answer.ok || !Object.keys(answer.texts).length) return;
  Object.assign(island.texts, answer.texts);
  // The words are no signal; these two are what the screens they stand on are drawn by.
  memory.value = { ...memory.value };
  log.value = { ...log.value };
}

if (island.personal)
  effect(() => {
    const now = online.value ? `online ${memory.value.known ?? ''}` : '';
    if (now && now !== asked) void greet();
    asked = now;
  });
