"""Delivery reports without a standard form, as servers word them in several languages, and mails that only look alike.

Invented from the habits of each kind of server; each with the recipients and the action that must be read out of it.
"""

_FROM = "From: Mail Delivery System <mailer-daemon@mx.example>\nTo: help@parley.example\n"

BOUNCES: dict[str, tuple[str, tuple[str, ...], str]] = {
    "Postfix in words": (
        f"{_FROM}Subject: Undelivered Mail Returned to Sender\n\nThis is the mail system at host mx.example.\n\nI'm sorry to have to"
        " inform you that your message could not\nbe delivered to one or more recipients.\n\nFor help, write to postmaster.\n\n"
        "<bob@customer.example>: host mx.customer.example[192.0.2.4] said: 550 5.1.1\n    <bob@customer.example>: nobody here (in"
        " reply to RCPT TO command)\n",
        ("bob@customer.example",),
        "failed",
    ),
    "Exim": (
        f"{_FROM}Subject: Mail delivery failed: returning message to sender\nAuto-Submitted: auto-replied\n\nA message that you sent"
        " could not be delivered to all of its\nrecipients. This is a permanent error. The following address(es) failed:\n\n"
        "  bob@customer.example\n    host mx.customer.example: 550 no such person\n\n------ This is a copy of your message. ------\n\n"
        "Message-ID: <ours@parley.example>\nTo: bob@customer.example, eve@other.example\n",
        ("bob@customer.example",),
        "failed",
    ),
    "Exim waits": (
        f"{_FROM}Subject: Warning: message 1abc delayed 24 hours\n\nA message that you sent has not yet been delivered to one or more"
        " of its\nrecipients after more than 24 hours. No action is required on your part.\nThe address to which the message has not"
        " yet been delivered is:\n\n  bob@customer.example\n",
        ("bob@customer.example",),
        "delayed",
    ),
    "Gmail": (
        "From: Mail Delivery Subsystem <mailer-daemon@googlemail.example>\nSubject: Delivery Status Notification (Failure)\n\n"
        "** Address not found **\n\nYour message wasn't delivered to bob@customer.example because the address couldn't be found.\n",
        ("bob@customer.example",),
        "failed",
    ),
    "Exchange": (
        "From: Microsoft Outlook <postmaster@customer.example>\nSubject: Undeliverable: Your lamp\n\nDelivery has failed to these"
        " recipients or groups:\n\nBob Lamp (bob@customer.example)<mailto:bob@customer.example>\nThe email address couldn't be found."
        "\n\nGenerating server: mx.customer.example\n\nbob@customer.example\nRemote server returned '550 5.1.10 not found'\n",
        ("bob@customer.example",),
        "failed",
    ),
    "qmail": (
        "From: MAILER-DAEMON@mx.example\nSubject: failure notice\n\nI'm afraid I wasn't able to deliver your message to the following"
        " addresses.\nThis is a permanent error; I've given up.\n\n<bob@customer.example>:\nNo mailbox here.\n\n<eve@customer.example>:\n"
        "Full. (#5.2.2)\n\n--- Below this line is a copy of the message.\n\nReturn-Path: <help@parley.example>\n",
        ("bob@customer.example", "eve@customer.example"),
        "failed",
    ),
    "sendmail": (
        f"{_FROM}Subject: Returned mail: see transcript for details\n\n   ----- The following addresses had permanent fatal errors -----\n"
        "<bob@customer.example>\n    (reason: 550 5.1.1 nobody)\n\n   ----- Transcript of session follows -----\n... while talking to mx:\n",
        ("bob@customer.example",),
        "failed",
    ),
    "in Polish": (
        f"{_FROM}Subject: Niedostarczona wiadomość\n\nWiadomość nie mogła zostać dostarczona do adresata:\n\n<bob@customer.example>:"
        " skrzynka nie istnieje\n",
        ("bob@customer.example",),
        "failed",
    ),
    "in Russian": (
        f"{_FROM}Subject: Недоставленное сообщение\n\nПисьмо не может быть доставлено получателю bob@customer.example: нет такого ящика.\n",
        ("bob@customer.example",),
        "failed",
    ),
    "in German": (
        f"{_FROM}Subject: Unzustellbar: Ihre Lampe\n\nIhre Nachricht konnte nicht zugestellt werden an:\n\nbob@customer.example\n"
        "Empfänger unbekannt\n",
        ("bob@customer.example",),
        "failed",
    ),
    "in Italian": (
        f"{_FROM}Subject: Mancata consegna: lampada\n\nImpossibile recapitare il messaggio al destinatario bob@customer.example\n",
        ("bob@customer.example",),
        "failed",
    ),
    "a header lists them": (
        f"{_FROM}X-Failed-Recipients: bob@customer.example, eve@customer.example\nSubject: x\n\nIt failed.\n",
        ("bob@customer.example", "eve@customer.example"),
        "failed",
    ),
}

NOT_BOUNCES: dict[str, str] = {
    "a customer whose parcel failed": "From: bob@customer.example\nSubject: Delivery failed\n\nThe courier says delivery failed. bob@customer.example\n",
    "a customer passes a bounce on": "From: bob@customer.example\nSubject: Fwd: Undelivered Mail\n\nWhat is this?\n\n<ada@b.example>: nobody\n",
    "a postmaster who writes himself": "From: Eve <postmaster@customer.example>\nSubject: Your lamp\n\nIt hums.\n",
    "an absence note": "From: bob@customer.example\nSubject: Out of office\nAuto-Submitted: auto-replied\n\nWrite to eve@b.example.\n",
}
