// What is needed now and then, behind one button; and the way out.

import { framed, tell } from '../host.ts';
import { lazy } from '../lazy.tsx';
import { signal } from '../signal.ts';
import { t } from '../texts.ts';
import { Tool } from './composer.tsx';

const Entries = lazy(() => import('./entries.tsx').then((part) => part.Entries));

const open = signal(false);

/** True if a menu was there to close: then Escape has done its work. */
export function closeMenu(): boolean {
  const was = open.value;
  open.value = false;
  return was;
}

export function Menu() {
  return (
    <>
      <Tool icon="menu" label={t('menu')} open={open.value} act={() => (open.value = !open.value)} />
      {framed && <Tool icon="close" label={t('close')} act={() => tell({ type: 'close' })} />}
      {open.value && <Entries />}
    </>
  );
}
