/** Joins the socket to the state: which event of the wire changes what. */
import { sessionEnded } from './api';
import { callChanged, callsWelcomed, keysPressed, levelsChanged, qualityChanged } from './call/calls';
import type { Call, CallLevels, CallQuality } from './call/wire';
import { eventCame, offerCame, offerMissed } from './notices';
import { route } from './route';
import { connect, hangUp, tell } from './socket';
import { me, meId, type PresenceNews, presenceChanged, queueChanged } from './state/centre';
import { catchUpAll, marksChanged, onSiteChanged, receive, typed, viewersChanged } from './state/conversations';
import { customerRecord, customersAgain, customersChanged, loadCustomer } from './state/customers';
import { conversationChanged, conversationGone, conversations } from './state/inbox';
import { loadLists } from './state/lists';
import { offered, offersNow, withdrawn } from './state/offers';
import { resume } from './state/outbox';
import { freshInbox } from './state/refresh';
import type { Actor, Agent, Conversation, Event, Marks, Offer, Presence, QueueLoad, SitePage, Viewer } from './wire';

interface Welcome {
  agent: Agent | string;
  presence: Presence;
  offers: Offer[];
}

export function startLive(): void {
  connect(
    {
      welcome: ({ presence, offers }: Welcome) => {
        presenceChanged({ agent: meId(), ...presence });
        offersNow(offers);
        callsWelcomed();
      },
      call: (call: Call) => callChanged(call),
      levels: (news: CallLevels) => levelsChanged(news),
      quality: (news: CallQuality) => qualityChanged(news),
      keys: (news: { call: string; digits: string }) => keysPressed(news),
      offer: (offer: Offer) => {
        offered(offer);
        offerCame(offer);
      },
      withdrawn: (news: { offer: string }) => withdrawn(news),
      event: (event: Event) => {
        if (!receive(event)) return;
        if (event.type === 'MessageReceived') {
          tell('delivered', { conversation: event.conversation, number: event.number });
        }
        if (event.type === 'CustomerIntroduced') introduced(event.conversation);
        eventCame(event);
      },
      conversation: (conversation: Conversation) => conversationChanged(conversation),
      customers: ({ ids }: { ids: string[] }) => customersChanged(ids),
      gone: ({ conversation }: { conversation: string }) => conversationGone(conversation),
      queue: (load: QueueLoad) => queueChanged(load),
      presence: (news: PresenceNews) => {
        const missed = news.agent === meId() && news.reason === 'missed' && me.value.presence.reason !== 'missed';
        presenceChanged(news);
        if (missed) offerMissed();
      },
      typing: (news: { conversation: string; actor: Actor; on: boolean }) => typed(news),
      viewers: (news: { conversation: string; viewers: Viewer[] }) => viewersChanged(news),
      on_site: (news: { conversation: string; page: SitePage | null }) => onSiteChanged(news),
      marks: (news: { conversation: string } & Marks) => marksChanged(news),
      signed_out: () => {
        sessionEnded.value = true;
        hangUp();
      },
    },
    () => {
      catchUpAll();
      void loadLists();
      void resume();
      void refreshRows();
      const here = route.value;
      if (here.page === 'inbox' && here.conversation) tell('viewing', { conversation: here.conversation, on: true });
    },
  );
}

/** The customer said who they are: an open profile shows it. */
function introduced(conversation: string): void {
  const customer = conversations.value.get(conversation)?.customer.id;
  if (customer && customerRecord(customer).customer.value) void loadCustomer(customer);
}

let connectedBefore = false;

/** Rows that changed while the line was down are asked for once; the page's island serves the first time. */
async function refreshRows(): Promise<void> {
  if (!connectedBefore) {
    connectedBefore = true;
    return;
  }
  customersAgain();
  await freshInbox(conversations.value);
}
