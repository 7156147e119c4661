/** Imports of customers as this browser follows them: sent, asked for again while the server works, and what columns may mean. */
import { useEffect, useState } from 'preact/hooks';
import { Failure, get, post } from '../api';
import { t } from '../l10n';
import { customFields } from '../state/lists';
import type { Customer, Iso } from '../wire';

export interface ImportPlan {
  columns?: string[] | null;
  match?: string[];
  existing?: 'fill' | 'overwrite';
  verified?: boolean;
  country?: string;
}

export type Outcome = 'new' | 'updated' | 'unchanged' | 'refused';

export interface ImportedRow {
  row: number;
  outcome: Outcome;
  reason: string;
  customer: Customer | null;
}

export interface Import {
  id: string;
  name: string;
  state: 'checking' | 'checked' | 'running' | 'done' | 'cancelled' | 'failed' | 'undoing' | 'undone';
  problem: string;
  format: string;
  encoding: string;
  delimiter: string;
  header: string[];
  sample: string[][];
  rows: number;
  done: number;
  counts: Record<Outcome, number>;
  preview: ImportedRow[];
  plan: ImportPlan;
  wrote: boolean;
  removed: number;
  kept: number;
  at: Iso;
}

/** What a column may mean, as the server calls it; fields of the centre come behind. */
export const TARGETS = [
  'name',
  'first name',
  'last name',
  'email',
  'phone',
  'external',
  'organisation',
  'owner',
  'lifecycle',
  'vip',
  'tags',
  'note',
  'language',
  'timezone',
  'id',
] as const;

const LOOK_MS = 500;
const AGAIN_MS = 3_000;

export function atWork(job: Import): boolean {
  return job.state === 'checking' || job.state === 'running' || job.state === 'undoing';
}

/** Sends a file for a rehearsal; its columns are guessed. */
export function sendFile(file: File): Promise<Import> {
  const form = new FormData();
  form.append('file', file);
  return post<Import>('/customers/import?dry_run=1', form);
}

export const latestImports = async () => (await get<{ items: Import[] }>('/customers/imports')).items;
export const rehearse = (id: string, plan: ImportPlan) => post<Import>(`/customers/imports/${id}?dry_run=1`, plan);
export const run = (id: string, plan: ImportPlan) => post<Import>(`/customers/imports/${id}`, plan);
export const cancel = (id: string) => post<Import>(`/customers/imports/${id}/cancel`);
export const undo = (id: string) => post<Import>(`/customers/imports/${id}/undo`);
export const errorsOf = (job: Import) => `/api/v1/customers/imports/${job.id}/errors`;

/** Asks again and again how far an import is while the server works on it. */
export function useProgress(job: Import | null, set: (job: Import) => void): void {
  const [turn, setTurn] = useState(0);
  const working = job !== null && atWork(job);
  useEffect(() => {
    if (!job || !working) return;
    let late = false;
    let next = 0;
    const again = (wait: number) => {
      next = window.setTimeout(() => setTurn((now) => now + 1), wait);
    };
    get<Import>(`/customers/imports/${job.id}`)
      .then((fresh) => {
        if (late) return;
        set(fresh);
        again(LOOK_MS);
      })
      .catch((caught: unknown) => {
        if (!(caught instanceof Failure)) throw caught;
        if (!late) again(AGAIN_MS);
      });
    return () => {
      late = true;
      clearTimeout(next);
    };
  }, [job?.id, working, turn]);
}

/** Every target with its name, one that the file itself brought included. */
export function targetChoices(now: string): { value: string; label: string }[] {
  const fields = customFields.value.map((field) => ({ value: `field:${field.key}`, label: field.name }));
  const named = TARGETS.map((target) => ({ value: target as string, label: t(`target-${target.replace(' ', '-')}`) }));
  const all = [...named, ...fields];
  return !now || all.some(({ value }) => value === now) ? all : [...all, { value: now, label: now }];
}
