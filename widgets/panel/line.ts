// The line to the server as the rest of the panel uses it: one question at a time, and what is kept between visits.

import type { Memory } from '../protocol.ts';
import { LOST } from '../socket.ts';
import type { Ack } from '../wire.ts';
import { tell } from './host.ts';
import { memory } from './state.ts';
import { joinTabs, type Tabs, type TabsOptions } from './tabs.ts';

/** Refusals that pass: the same question may be asked again. */
export const AGAIN = ['unavailable', 'rate_limited'];

let tabs: Tabs | undefined;

export const isOpen = () => !!tabs;
export const leads = () => !!tabs?.leads();

export function openLine(options: TabsOptions): void {
  tabs = joinTabs(options);
}

export function closeLine(): void {
  tabs?.close();
  tabs = undefined;
}

export async function ask<Extra>(name: string, data: object = {}): Promise<Ack<Extra>> {
  return ((await tabs?.request(name, data)) ?? LOST) as Ack<Extra>;
}

export function keep(change: Partial<Memory>): void {
  const merged = { ...memory.value, ...change };
  if (JSON.stringify(merged) === JSON.stringify(memory.value)) return;
  memory.value = merged;
  tell({ type: 'keep', memory: merged });
}
