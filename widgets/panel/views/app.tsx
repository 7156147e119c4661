// The panel as a whole: a head, one screen, and the line that says the network is gone.

import { island } from '../island.ts';
import { lazy } from '../lazy.tsx';
import { agent, complaint, over, screen, state, troubled, typing } from '../state.ts';
import { t } from '../texts.ts';
import { Avatar } from './avatar.tsx';
import { Menu } from './menu.tsx';
import { Talk } from './talk.tsx';

const Earlier = lazy(() => import('./earlier.tsx').then((part) => part.Earlier));
const Opening = lazy(() => import('./opening.tsx').then((part) => part.Opening));

function status(): string {
  if (over.value) return t('ended');
  if (typing.value) return t('typing', { name: typing.value });
  if (agent.value) return island.name;
  return t(state.value ? 'looking' : 'subtitle');
}

export function App() {
  const name = screen.value === 'talk' ? agent.value?.name : undefined;
  const trouble = complaint.value || (troubled.value && t('offline'));
  return (
    <>
      <header>
        {name && <Avatar name={name} />}
        <div>
          <h1>{screen.value === 'earlier' ? t('earlier') : (name ?? t('title'))}</h1>
          <p>{screen.value === 'earlier' ? island.name : status()}</p>
        </div>
        <Menu />
      </header>
      {trouble && (
        <p class="banner" role="alert">
          {trouble}
        </p>
      )}
      {screen.value === 'earlier' ? (
        <Earlier />
      ) : screen.value === 'talk' ? (
        <Talk />
      ) : (
        <Opening leave={screen.value === 'leave'} key={screen.value} />
      )}
    </>
  );
}
