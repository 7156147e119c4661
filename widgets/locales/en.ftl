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
left-by-email = We have your message and will answer by email.

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

prove = Find conversations you had elsewhere
prove-hint = If you have written to us from another device, we can show you those conversations here. We send a code to your address to see that it is yours.
prove-send = Send code
prove-sent = We have sent a code to { $email }. It may take a minute; look among unwanted mail, too.
prove-code = Code from the email
prove-check = Show my conversations
prove-again = Send it to another address, or once more
prove-wrong = This is not the code, or it has ended. After five tries you need a new one.
prove-slow = That was too often. Please wait a few minutes.
prove-failed = No code could be sent. Please check the address.

call-open = Call us
call-hint = You talk with a person, right here in your browser. No telephone is needed.
call-now = Call now
call-write = Write instead
call-away = Nobody can take a call right now. You can leave a voice message.
call-notice = This call is recorded so that we can look up what was agreed. A red light shows when.
call-check = Check microphone and sound
call-asking = Your browser asks for the microphone. Please allow it.
call-starting = Connecting
call-music = Music plays while you wait. You can write to us meanwhile.
call-voicemail = Leave a voice message
call-callback = Call me back
call-speak = Speak after the tone
call-remaining = { $time } left
call-finish = Finish message
call-talking = On the line
call-held = On hold
call-held-hint = { $name } will be with you again in a moment.
call-interrupted = { $name } has lost the connection
call-interrupted-hint = Please stay on the line. You will be connected again.
call-returning = Reconnecting
call-returning-hint = Stay here: the call goes on as soon as the connection is back.
call-elsewhere = Your call goes on in another window
call-here = Continue here
call-mute = Mute
call-unmute = Unmute
call-muted = You are muted
call-muted-speaking = You are muted: nobody hears what you say
call-keypad = Keypad
call-end = Hang up
call-recording = Recording
call-recording-paused = Recording paused
call-good = Good line
call-fair = Unsteady line
call-poor = Poor line
call-hear = Switch sound on
call-silent = We hear nothing from your microphone. Is it the right one?
call-microphone = Microphone
call-level = Level of your microphone
call-ring = { $name } would like to talk with you
call-ring-hint = A voice call here in your browser. Nothing is switched on before you accept.
call-somebody = Somebody from our team
call-accept = Accept
call-decline = Decline
call-ended = Call ended
call-ended-callback = We will call you back
call-ended-callback-hint = You keep your place in line. We call you on this page; if you have left it, we write to you.
call-ended-voicemail = We have your voice message
call-ended-lost = The connection was lost
call-ended-expired = The call was not answered
call-ended-failed = The call could not be connected
call-again = Call again
call-done = Done
call-denied = The microphone is not allowed
call-denied-hint = Allow the microphone for this page beside the address at the top, then try again.
call-missing = No microphone was found
call-missing-hint = Connect a microphone and try again, or write to us.
call-busy = The microphone does not answer
call-busy-hint = Another program may be using it. Close that program and try again, or write to us.
call-blocked = The call opens in a window of its own
call-blocked-hint = This page does not let us use your microphone. Everything you wrote goes along.
call-window = Open the call window
call-unable = This browser cannot make calls
call-unable-hint = Please write to us, or use another browser.
call-speak-now = Say something: the bar moves when your microphone hears you.
call-echo = Hear yourself
call-echo-on = You should hear yourself now, a moment after you speak. With headphones it sounds clearer.
call-echo-off = Stop
call-camera = Camera
call-own-picture = Your picture
call-picture-failed = Nothing is shown: the browser did not allow it, or there is no camera.
call-screen = Share screen
call-their-picture = The other side’s picture

line-CallStarted = Call started
line-CallEnded = Call ended
line-CallbackAsked = You asked to be called back
line-VoicemailBegun = Voice message
