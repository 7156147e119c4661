// The panel as a whole: a head, one screen, and the line that says the network is gone.

import { island } from '../island.ts';
import { lazy } from '../lazy.tsx';
import { agent, call, calling, complaint, over, screen, state, troubled, typing, view } from '../state.ts';
import { t } from '../texts.ts';
import { Avatar } from './avatar.tsx';
import { Tool } from './composer.tsx';
import { Menu } from './menu.tsx';
import { Talk } from './talk.tsx';

const Card = lazy(() => import('../call/telephone.ts').then((part) => part.Card));
const Dial = lazy(() => import('../call/telephone.ts').then((part) => part.Dial));
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
          <h1>
            {screen.value === 'earlier'
              ? t('earlier')
              : (name ?? t(calling.value || screen.value === 'call' ? 'call-open' : 'title'))}
          </h1>
          <p>{screen.value === 'earlier' ? island.name : status()}</p>
        </div>
        {island.calls && !calling.value && screen.value !== 'call' && (
          <Tool icon="phone" label={t('call-open')} act={() => (view.value = 'call')} />
        )}
        <Menu />
      </header>
      {trouble && (
        <p class="banner" role="alert">
          {trouble}
        </p>
      )}
      {call.value && <Card />}
      {screen.value === 'earlier' ? (
        <Earlier />
      ) : screen.value === 'call' ? (
        <Dial />
      ) : screen.value === 'talk' ? (
        <Talk />
      ) : (
        <Opening leave={screen.value === 'leave'} key={screen.value} />
      )}
    </>
  );
}
