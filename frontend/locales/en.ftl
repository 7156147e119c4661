# The workspace in English. Keys are the same in every language.

## Places
rail = Main
inbox = Inbox
customers = Customers
customer = Customer
conversation = Conversation
admin = Administration
panes = Panes
notices = Notices
settings = Settings

## Common
retry = Retry
undo = Undo
cancel = Cancel
save = Save
delete = Delete
discard = Discard
dismiss = Dismiss
loading = Loading…
load-more = Show more
load-older = Show earlier messages
close-dialog = Close
you = you
you-capital = You
somebody = somebody
visitor = Visitor
a-queue = a queue
a-file = a file
email = Email
language = Language
unread = { $count ->
    [one] unread message
   *[other] unread messages
}

## Time
ago-now = now
ago-minutes = { $minutes } min
ago-hours = { $hours } h
span-hours = { $hours } h { $minutes } min
span-days = { $days ->
    [one] { $days } day
   *[other] { $days } days
}

## Errors
error-offline = No connection to the server.
error-server = The server cannot answer just now.
error-no-answer = The server did not answer in time.
reconnecting = Reconnecting…
failed-because = { $what } failed. { $why }
act-assign = Assigning
act-snooze = Snoozing
act-wake = Waking
act-close = Closing
act-reopen = Reopening
act-tags = Changing the tags
act-presence = Changing your presence
act-sign-out = Signing out
act-customer = Saving the customer
act-load = Loading
act-save = Saving
act-delete = Deleting
act-restore = Restoring

## Sign-in
sign-in-title = Sign in to Parley
sign-in = Sign in
signing-in = Signing in…
sign-in-wrong = The email or the password is wrong.
sign-out = Sign out
password = Password
show-password = Show
hide-password = Hide
session-ended = Your session has ended
session-ended-text = Sign in again to go on. What you have written is still here.

## Channels and states
channel-chat = Chat
channel-call = Call
channel-email = Email
channel-callback = Callback
channel-form = Form
state-waiting = waiting
state-offered = offered
state-open = open
state-snoozed = snoozed
state-closed = closed

## Inbox
lists = Lists
tab-mine = Mine
tab-waiting = Waiting
tab-team = Team
empty-mine = Nothing waits for you
empty-mine-text = New conversations come to you as offers.
empty-waiting = Nobody is waiting
empty-waiting-text = Whoever writes next appears here.
empty-team = Your team is free
empty-team-text = Conversations of other agents appear here.
row-why = { $channel }, { $why }
why-you = waiting for you
why-customer = waiting for the customer
why-open = open
why-queue = in queue { $queue }
why-left-message = left a message
why-offered = offered to { $name }
why-with = with { $name }
why-snoozed = snoozed until { $when }
why-closed = closed
row-new = new
waits = waits
waits-late = waits too long:
preview-note = Note: { $text }
preview-agent = Reply: { $text }
no-words-yet = No messages yet

## Offers
offer = Offer
offer-chat = New chat
offer-call = Incoming call
offer-email = New email
offer-callback = Callback due
offer-form = New form
offer-left = { $seconds } s to accept
offer-queue = Queue { $queue }.
offer-more = { $more ->
    [one] One more offer after this.
   *[other] { $more } more offers after this.
}
offer-title = { $name } is waiting for you
offer-spoken = New offer: { $name }. Press A to accept.
offer-taken = Another agent was faster.
offer-over = This offer is over.
accept = Accept
decline = Decline
missed-text = You missed an offer, so no new ones come to you.
missed-spoken = You missed an offer. You are not receiving.
receive-again = Receive again
offline-text = You are offline, so no conversations come to you.
receive = Receive
not-now = Not now
message-spoken = { $name }: { $text }
handed-over = handed { $name } over to you

## Presence
presence-button = { $name }, { $presence }
presence-available = Available
presence-busy = Busy
presence-break = Break
presence-wrap_up = Wrap-up
presence-offline = Offline
presence-missed = Missed, not receiving
presence-reason = { $state }, { $reason }
load-chats = Chats: { $load } of { $capacity }
load-short = { $load }/{ $capacity }

## Settings
theme = Theme
theme-auto = Automatic
theme-light = Light
theme-dark = Dark
sounds = Sounds
shortcuts = Keyboard shortcuts
shortcuts-off = Shortcuts are switched off in the settings.
shortcuts-list = Inbox
shortcuts-conversation = Conversation
shortcuts-go = Go to
command-next = Next conversation
command-previous = Previous conversation
command-open = Open
command-accept = Accept the offer
command-reply = Reply
command-note = Write a note
command-undo-send = Take the last email back
command-snooze = Snooze
command-assign = Assign or transfer
command-close = Close the conversation
command-search = Search
command-palette = Find anything
command-new-email = New email
command-inbox = Inbox
command-customers = Customers
command-help = Keyboard shortcuts
key-enter = Enter
palette-hint = Find a conversation, a customer or a command
palette-nothing = Nothing found

## Conversation
choose-conversation = No conversation chosen
choose-conversation-text = Choose one from the list, or wait for an offer.
conversation-missing = This conversation is not here
conversation-missing-text = It does not exist, or it is not yours to see.
conversation-failed = The conversation could not be loaded
conversation-of = Conversation of { $day }
assign = Assign
snooze = Snooze
wake = Wake
close = Close
reopen = Reopen
take = Take
close-with = Close as
close-without = Without an outcome
closed-done = Conversation closed.
snooze-hour = In one hour
snooze-tomorrow = Tomorrow
snooze-monday = Monday
snooze-own = Date and time
snoozed-until = Snoozed until { $when }.
assigned-to = Assigned to { $name }.
assign-title = Assign { $name }
assign-to = To
assign-find = Agent or queue
assign-note = Note for whoever is next
assign-nobody = No agent or queue has this name
assign-offline = { $name } is offline and will see this only after coming back.
agent-me = { $name } (you)
queue-waiting = { $waiting ->
    [0] nobody waiting
   *[other] { $waiting } waiting
}
others-viewing = { $count ->
    [one] { $names } is viewing
   *[other] { $names } are viewing
}
others-typing = { $count ->
    [one] { $names } is typing…
   *[other] { $names } are typing…
}
customer-typing = { $name } is typing…
tags = Tags
edit-tags = Edit tags
add-tag = Add a tag
find-tag = Find a tag
make-tag = New tag “{ $name }”
no-tags = No such tag
timeline = Timeline
to-latest = Latest
note-by = Note, { $name }
said-mark = { $name }, { $mark }
mark-sent = sent
mark-delivered = delivered
mark-read = read
redacted = The words were removed.
pending-sending = Sending…
pending-queued = Waiting for the connection
pending-failed = Not sent.

## Composer
composer-chat = Chat
composer-email = Email
composer-note = Note
composer-chat-label = Reply by chat
composer-note-label = Note for your team
composer-email-label = Text of the email
composer-chat-hint = Reply by chat, / for templates
composer-closed-hint = Write to reopen this conversation
composer-note-hint = A note only your team sees, @ to mention
composer-email-hint = Write an email, / for templates
composer-no-chat = There is no chat in this conversation.
composer-left = The visitor has left.
composer-away = The visitor is not on the site now.
composer-by-email = Answer by email
composer-left-email = The visitor has left: this goes by email to { $address }.
composer-away-email = The visitor is not on the site: this goes by email to { $address }.
composer-keys = Enter sends, Shift+Enter makes a new line
composer-mail-keys = Ctrl+Enter sends
composer-offline = Offline: messages wait and go out by themselves
send = Send
send-later = Send later
send-then = Send then
add-note = Add note
attach = Attach a file
attached = Attached files
emoji = Emoji
format = Formatting
format-bold = Bold
format-italic = Italic
format-list = List
format-link = Link
chat-link = Insert a link to the chat
templates = Templates
mentions = Agents
template-missing = Not filled in: { $names }
file-too-large = Larger than { $most }
uploading = Uploading { $name }
remove-file = Remove { $name }

## Email
new-email = New email
new-email-none = No mailbox is set up yet, so nothing can be sent.
new-email-from = { $name }, { $address } ({ $queue })
mail-from = From
mail-to = To
mail-cc = Cc
mail-bcc = Bcc
mail-subject = Subject
mail-more-recipients = Cc, Bcc
mail-add = { $line }: add an address
mail-remove = Remove { $recipient }
mail-problem-nobody = Who should get this? Add an address to “To”.
mail-problem-address = “{ $text }” is not an email address.
mail-problem-empty = Write some words or attach a file.
mail-problem-unknown = Recipients are still being looked up. Try again in a moment.
mail-quoted = Quoted text
mail-no-subject = No subject
mail-leaving = The email is on its way.
mail-scheduled = The email will leave: { $when }.
undo-late = Too late: the email has left.
mail-edit = Edit
mail-cancel = Do not send
mail-again = Write again
mail-state-leaving = leaves in a moment
mail-state-scheduled = will leave: { $when }
mail-state-queued = waits to be sent
mail-state-sent = sent
mail-state-delayed = delayed, will be tried again
mail-state-bounced = came back
mail-state-failed = not sent
mail-state-cancelled = taken back
mail-attachments = { $count ->
    [one] attachment
   *[other] attachments
}
mail-unverified = Unverified sender
mail-unverified-text = Nothing proves that this mail came from the address it names; anybody can write any address there. Do not act on it, and give nothing away, before you know who wrote it.
mail-verified = Verified sender
mail-automatic = Automatic reply: { $subject }
mail-receipt = Read receipt: { $subject }
mail-bounced = Could not be delivered to { $recipient }
mail-unread = This mail could not be read. The original is kept.
mail-unparsed = This mail could not be read: { $why } The original is kept as it came.
mail-show-quoted = Show quoted text
mail-hide-quoted = Hide quoted text
mail-formatted = Show formatted
mail-as-text = Show as text
mail-images = Show images
mail-headers = Headers
mail-original = Original

## What happened
fact-started = { $who } started the conversation
fact-started-from = { $who } started from { $page }
fact-left-message = { $who } left a message
fact-earlier = after an earlier conversation
fact-queued = Waiting in queue { $queue }
fact-offered = Offered to { $agent }
fact-accepted = { $agent } accepted after { $waited }
fact-declined = { $agent } declined the offer
fact-expired = { $agent } missed the offer
fact-withdrawn = The offer to { $agent } was withdrawn
fact-took = { $agent } took the conversation
fact-assigned = { $who } assigned it to { $agent }
fact-transferred = { $who } transferred it to { $to }
fact-snoozed = { $who } snoozed it until { $when }
fact-woken = Back from snooze
fact-closed = { $who } closed it
fact-closed-as = { $who } closed it: { $outcome }
fact-reopened = { $who } reopened it
fact-tags = { $who } added the tags { $added } and removed { $removed }
fact-tags-added = { $who } tagged it { $added }
fact-tags-removed = { $who } removed the tags { $removed }
fact-invited = { $who } made a link to the chat
fact-left = { $who } left the site
fact-introduced = Introduced as { $details }
fact-redacted = { $who } removed the words of a message

## Customers
verified = Verified
not-verified = Not verified
address-email = Email
address-phone = Phone
address-external = Customer no.
address-verified = verified
address-claimed = not verified
local-time = Local time
customer-since = Customer since
customer-name = Name
customer-note = Note
customer-note-empty = Add a note about this customer
no-value = empty
edit-value = Edit { $label }: { $value }
on-site = On the site now
was-on-site = Last page
page = Page
page-title = Title
came-from = Came from
earlier = Earlier
earlier-none = This is the first conversation.
earlier-about = { $channel }, { $about }
conversations = Conversations
conversations-none = No conversations yet.
customer-failed = The customer could not be loaded
customers-failed = The customers could not be loaded
customers-none = No customers yet
customers-not-found = Nobody found
find-customer = Name, email or phone
no-address = No address yet
choose-customer = Choose a customer

## Outcomes and breaks: keys of the server; others are shown as they are
outcome-solved = Solved
outcome-answered = Answered
outcome-follow_up = Follow-up needed
outcome-no_reply = No reply
outcome-spam = Spam
break-lunch = Lunch
break-short = Short break
break-training = Training
break-meeting = Meeting

## Administration
section-agents = Agents
section-teams = Teams
section-queues = Queues
section-widgets = Widgets
section-mailboxes = Mailboxes
section-templates = Templates
section-tags = Tags
section-roles = Roles
new-agents = New agent
new-teams = New team
new-queues = New queue
new-widgets = New widget
new-mailboxes = New mailbox
new-templates = New template
new-tags = New tag
new-roles = New role
admin-forbidden = This page is not yours to see
list-failed = The list could not be loaded
list-empty = Nothing here yet
list-empty-text = What you make appears here.
document-missing = This is not here any more
switched-off = switched off
queue-about = Answer within { $target } s, { $offer } s per offer
back = Back
saved = { $name } saved.
deleted = { $name } deleted.
not-saved = Not saved yet
leave-unsaved = Your changes are not saved. Leave anyway?
every-queue = Every queue
side-right = Right
side-left = Left
unit-seconds = seconds
unit-days = days
field-name = Name
field-email = Email
field-password = Password
hint-password = At least 10 characters. Leave empty to keep the present one.
hint-new-password = At least 10 characters. Without one the agent cannot sign in yet.
field-role = Role
field-locale = Language
field-queues = Queues
hint-queues = None ticked: no conversations are offered to the agent.
hint-new-queues = None ticked: the agent serves every queue, also those made later.
field-teams = Teams
field-capacity-chat = Chats at once
field-capacity-call = Calls at once
field-capacity-email = Emails at once
field-active = Active
field-offer_seconds = Time to accept an offer
field-target_seconds = Target for an answer
hint-target_seconds = Later answers turn red.
field-reopen_days = Reopening
hint-reopen_days = A customer who writes within this time goes on in the same conversation.
field-away_text = When nobody is available
hint-away_text = Shown to visitors above the form to leave a message.
field-sites = Websites
hint-sites = One per line, such as https://shop.example. A single * allows every site.
field-queue = Queue
group-look = Look
field-look-colour = Colour
field-look-position = Side of the page
field-look-launcher = Text on the button
hint-look-launcher = Empty shows the icon alone.
group-form = Form before the chat
form-none = No form: the chat begins at once.
form-label = Label
form-kind = Kind
form-text = Text
form-email = Email
form-phone = Phone
form-textarea = Long text
form-choice = Choice
form-required = Required
form-remove = Remove { $label }
form-add = Add a field
group-consent = Consent
field-consent-text = Words to agree to
hint-consent-text = Empty asks for no consent.
field-consent-version = Version
hint-consent-version = Stored with every consent given.
field-consent-policy_url = Link to the privacy policy
field-shortcut = Shortcut
hint-shortcut = Typed after / in the composer.
field-text = Text
hint-text = {"{"}first name{"}"}, {"{"}name{"}"}, {"{"}agent{"}"}, {"{"}queue{"}"}, {"{"}case{"}"}, {"{"}email{"}"}, {"{"}subject{"}"}, {"{"}date{"}"} are filled in.
field-subject = Subject
hint-subject = For a new email only; an answer keeps the subject it answers.
field-footer = Footer
hint-footer = Stands below the words in emails.
field-files = Files
group-by-email = In emails
group-translations = Other languages
translations-text = Used for customers of that language. What stays empty is taken from above.
translated = translated

## Mailboxes
field-address = Address
hint-address = Where customers write to, and what their answers come back to.
hint-locale = Of automatic mail, and of customers whose language is not known.
provider = Provider
provider-text = Fills in the two servers below.
provider-none = Another one
group-imap = Incoming mail
group-smtp = Outgoing mail
group-words = Words
group-more = More
field-imap = Fetch by IMAP
field-smtp = Send by SMTP
server-host = Server
server-port = Port
server-tls = Encryption
server-tls-implicit = TLS
server-tls-starttls = STARTTLS
server-tls-none = None
server-user = User
server-oauth = Sign in by OAuth2
server-folder = Folder
oauth-token_url = Token address
oauth-client_id = Client id
oauth-client_secret = Client secret
oauth-refresh_token = Refresh token
secret-kept = Kept as it is
field-signature = Signature
hint-signature = Stands below every email from this mailbox.
field-acknowledgement = Acknowledgement
hint-acknowledgement = Answers the first mail of a conversation by itself. Empty sends none.
field-transcripts = Send visitors their chat when it ends
field-authserv_id = Name of your mail server
hint-authserv_id = As it writes Authentication-Results, such as mx.example.com. Senders it confirms count as verified.
mailbox-test = Test the connection
mailbox-testing = Testing…
mailbox-test-saved = Save first: the test uses what is stored.
mailbox-test-ok = Everything works.
mailbox-test-failed = Something does not work yet.
step-dns = Name
step-connect = Connection
step-tls = Encryption
step-login = Sign-in
step-folder = Folder
step-ok = works:
step-failed = fails:
health-none = does not fetch mail
health-connecting = connecting
health-ok = connected
health-seen = checked: { $when }
health-waiting = { $count ->
    [one] fetching { $count } mail
   *[other] fetching { $count } mails
}
snippet = Snippet
snippet-text = Put this line into every page that should show the widget.
csp = Content-Security-Policy
csp-text = Only for sites with a policy of their own: add these lines to it.
copy = Copy
copied = Copied
right = Right
right-of = { $right }: { $role }
right-conversations-handle = Answer conversations of one’s queues
right-conversations-supervise = See and act on conversations of one’s teams
right-calls-supervise = Listen to calls, whisper, join them and take them over
right-recordings-play = Hear recordings of calls
right-recordings-delete = Remove recordings
right-conversations-all = See and act on every conversation
right-conversations-redact = Remove the words of a message
right-customers-read = See customers
right-customers-write = Change customers
right-agents-read = See agents, their presence and load
right-agents-write = Change agents
right-teams-write = Change teams
right-queues-write = Change queues
right-widgets-write = Change widgets
right-mailboxes-write = Change mailboxes and import mail
right-templates-write = Change templates
right-customers-unmask = See masked fields of customers
right-fields-write = Change which fields customers have
right-organisations-write = Change organisations
right-tags-write = Change tags
right-roles-write = Change roles and their rights
