# The widget's words. Only plain text, { $variables } and one plural per message: widgets/panel/texts.ts knows no more.

open = Chat with us
close = Close chat
title = Chat with us
subtitle = A person will answer you
hello = Hello. How can we help?
hello-hint = Write to us here. Your message goes to a person.
start = Start chat
form-name = Your name
form-email = Email
form-phone = Phone
optional = optional
message = Message
policy = Privacy policy

looking = Finding someone for you
place = { $count ->
    [one] You are next
   *[other] You are number { $count } in line
}
soon = It should take less than a minute.
minutes = { $count ->
    [one] It should take about a minute.
   *[other] It should take about { $count } minutes.
}
away = Nobody is here right now
leave = Leave a message
leave-hint = Leave your message and address, and we will get back to you. The answer waits for you here.
leave-hint-by-email = Leave your message and address, and we will answer by email.
leave-instead = Leave a message instead
leave-default = Please get back to me.
leave-default-by-email = Please answer me by email.
leave-send = Leave message
keep-waiting = Keep waiting
left = We have your message. The answer will be here when you come back.
left-by-email = We have your message. The answer comes here and by email.

typing = { $name } is typing
write = Write a message
write-to = Write to { $name }
send = Send
attach = Attach a file
emoji = Emoji
uploading = Sending { $name }
remove = Remove { $name }
file-too-large = Files may have up to { $size }.
file-failed = This file could not be sent.

sending = Sending
sent = Sent
delivered = Delivered
read = Read
retry = Try again
removed = This message was removed.
offline = No connection. What you write is kept and sent as soon as it is back.

line-OfferAccepted = { $name } has joined
line-ConversationAssigned = { $name } has joined
line-ConversationTransferred = Passed on to { $name }
line-ConversationClosed = Conversation ended
line-ConversationReopened = Conversation continues
line-VisitorLeft = You left the conversation
conversation = Conversation
ended = This conversation has ended
going-on = going on
again = Write again
end = End conversation

menu = More
earlier = Earlier conversations
none-earlier = There are none yet.
back = Back
transcript = Download transcript
transcript-file = conversation
transcript-failed = The transcript could not be fetched. Please try again.
sound-on = Switch sound on
sound-off = Switch sound off
