/** Starts the workspace: everything from the page's island, then the socket. */
import './styles/workspace.css';
import { render } from 'preact';
import { useToken } from './api';
import { startShortcuts } from './commands';
import { island } from './island';
import { startLeader } from './leader';
import { startLive } from './live';
import { startTitle } from './notices';
import { startSettings } from './settings';
import { startCentre } from './state/centre';
import { startClock } from './state/clock';
import { startInbox } from './state/inbox';
import { startOutbox } from './state/outbox';
import { App } from './views/App';
import type { Island } from './wire';

const page = island<Island>();
useToken(page.token);
startSettings(page.locale);
startCentre(page);
startInbox(page.inbox);
startOutbox();
startClock();
render(<App />, document.getElementById('root') as HTMLElement);
startShortcuts();
startTitle();
startLeader();
startLive();
