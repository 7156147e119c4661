"""Answers as five kinds of mail programs write them in five languages, and answers that people put in unusual places.

Every text is invented. Each case is the text (or HTML) of a mail and the words in it that are the customer's newest.
"""

import html
from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Case:
    """``source`` is plain text, or HTML if ``is_html``; ``own`` is what must come out."""

    name: str
    source: str
    own: str
    is_html: bool = False


@dataclass(frozen=True)
class Speech:
    """One language's words: the customer's, ours before it, and what each program writes between them."""

    own: str
    ours: str
    gmail: str
    outlook: tuple[str, str, str, str]
    apple: str
    thunderbird: str
    footer: str
    original: str


_WHO = "Parley Help <help@parley.example>"

SPEECHES = {
    "en": Speech(
        own="Hello,\n\nthe parcel came, but the lamp is broken: the glass has a crack.\nOrder 4711-B.\n\nThanks,\nAda",
        ours="Dear Ada,\n\nhas your order arrived in good shape?\n\nParley Help",
        gmail=f"On Mon, May 3, 2027 at 10:15 AM {_WHO} wrote:",
        outlook=("From", "Sent", "To", "Subject"),
        apple=f"On 3 May 2027, at 10:15, {_WHO} wrote:",
        thunderbird="On 5/3/27 10:15, Parley Help wrote:",
        footer="Sent from my iPhone",
        original="Original message",
    ),
    "pl": Speech(
        own="Dzień dobry,\n\npaczka dotarła, ale lampa jest uszkodzona: pękło szkło.\nZamówienie 4711-B.\n\nPozdrawiam\nŁucja",
        ours="Szanowna Pani,\n\nczy zamówienie dotarło w całości?\n\nParley Help",
        gmail=f"pon., 3 maj 2027 o 10:15 {_WHO} napisał(a):",
        outlook=("Od", "Wysłano", "Do", "Temat"),
        apple="Wiadomość napisana przez Parley Help <help@parley.example> w dniu 3 maj 2027, o godz. 10:15:",
        thunderbird="W dniu 3.05.2027 o 10:15, Parley Help pisze:",
        footer="Wysłane z iPhone’a",
        original="Oryginalna wiadomość",
    ),
    "it": Speech(
        own="Buongiorno,\n\nil pacco è arrivato, ma la lampada è rotta: il vetro è incrinato.\nOrdine 4711-B.\n\nGrazie\nGiada",
        ours="Gentile Giada,\n\nl'ordine è arrivato integro?\n\nParley Help",
        gmail=f"Il giorno lun 3 mag 2027 alle ore 10:15 {_WHO} ha scritto:",
        outlook=("Da", "Inviato", "A", "Oggetto"),
        apple=f"Il giorno 3 mag 2027, alle ore 10:15, {_WHO} ha scritto:",
        thunderbird="Il 03/05/27 10:15, Parley Help ha scritto:",
        footer="Inviato da iPhone",
        original="Messaggio originale",
    ),
    "ru": Speech(
        own="Здравствуйте,\n\nпосылка пришла, но лампа разбита: на стекле трещина.\nЗаказ 4711-Б.\n\nСпасибо,\nАлла",
        ours="Уважаемая Алла,\n\nзаказ пришёл целым?\n\nParley Help",
        gmail=f"пн, 3 мая 2027 г. в 10:15, {_WHO}:",
        outlook=("От", "Отправлено", "Кому", "Тема"),
        apple=f"3 мая 2027 г., в 10:15, {_WHO} написал(а):",
        thunderbird="03.05.2027 10:15, Parley Help пишет:",
        footer="Отправлено с iPhone",
        original="Исходное сообщение",
    ),
    "de": Speech(
        own="Guten Tag,\n\ndas Paket kam an, aber die Lampe ist kaputt: das Glas hat einen Sprung.\nBestellung 4711-B.\n\nDanke\nAdele",
        ours="Liebe Adele,\n\nist Ihre Bestellung heil angekommen?\n\nParley Help",
        gmail=f"Am Mo., 3. Mai 2027 um 10:15 Uhr schrieb {_WHO}:",
        outlook=("Von", "Gesendet", "An", "Betreff"),
        apple=f"Am 03.05.2027 um 10:15 schrieb {_WHO}:",
        thunderbird="Am 03.05.27 um 10:15 schrieb Parley Help:",
        footer="Von meinem iPhone gesendet",
        original="Ursprüngliche Nachricht",
    ),
}


def quoted(text: str) -> str:
    return "\n".join(f"> {line}".rstrip() for line in text.split("\n"))


def _block(text: str) -> str:
    return "".join(f"<div>{html.escape(line) or '<br>'}</div>" for line in text.split("\n"))


def _labels(speech: Speech) -> str:
    who, sent, to, subject = speech.outlook
    return f"{who}: {_WHO}\n{sent}: 3 May 2027 10:15\n{to}: Ada Lovage <ada@customer.example>\n{subject}: 4711-B"


def _bold_labels(speech: Speech) -> str:
    lines = (line.split(": ", 1) for line in _labels(speech).split("\n"))
    return "<br>".join(f"<b>{label}:</b> {html.escape(value)}" for label, value in lines)


def _plain(speech: Speech) -> Iterator[tuple[str, str]]:
    yield "Gmail", f"{speech.own}\n\n{speech.gmail}\n\n{quoted(speech.ours)}\n"
    folded = speech.gmail.replace(" <", "\n<", 1)
    yield "Gmail folded", f"{speech.own}\n\n{folded}\n\n{quoted(speech.ours)}\n"
    yield "Outlook", f"{speech.own}\n\n{_labels(speech)}\n\n{speech.ours}\n"
    yield (
        "Outlook on the web",
        f"{speech.own}\n\n________________________________\n{_labels(speech)}\n\n{speech.ours}\n",
    )
    yield "Apple Mail", f"{speech.own}\n\n> {speech.apple}\n> \n{quoted(speech.ours)}\n"
    yield (
        "Thunderbird",
        f"{speech.own}\n\n-- \nAda Lovage\nwww.customer.example\n\n\n{speech.thunderbird}\n{quoted(speech.ours)}\n",
    )
    yield "Thunderbird bottom", f"{speech.thunderbird}\n{quoted(speech.ours)}\n\n{speech.own}\n"
    yield "iPhone", f"{speech.own}\n\n{speech.footer}\n\n> {speech.apple}\n> \n{quoted(speech.ours)}\n"
    yield "Android", f"{speech.own}\n\n\n-------- {speech.original} --------\n{_labels(speech)}\n\n{speech.ours}\n"


def _html(speech: Speech) -> Iterator[tuple[str, str]]:
    own, ours = _block(speech.own), _block(speech.ours)
    yield (
        "Gmail",
        f'<div dir="ltr">{own}</div><br><div class="gmail_quote gmail_quote_container"><div dir="ltr" class="gmail_attr">'
        f'{html.escape(speech.gmail)}<br></div><blockquote class="gmail_quote" style="margin:0px 0px 0px 0.8ex;border-left:1px'
        f' solid rgb(204,204,204);padding-left:1ex">{ours}</blockquote></div>',
    )
    yield (
        "Outlook",
        f'<html><body><div class="elementToProof">{own}</div><div id="appendonsend"></div><hr style="width:98%">'
        f'<div id="divRplyFwdMsg" dir="ltr"><font>{_bold_labels(speech)}</font></div><div>{ours}</div></body></html>',
    )
    yield (
        "Outlook on a desk",
        f"<body><div class=WordSection1>{own}<div><div style='border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm"
        f" 0cm'><p class=MsoNormal>{_bold_labels(speech)}</p></div></div>{ours}</div></body>",
    )
    yield (
        "Apple Mail",
        f'<body>{own}<br><div><blockquote type="cite"><div>{html.escape(speech.apple)}</div><br>{ours}</blockquote></div></body>',
    )
    yield (
        "Thunderbird",
        f'<body><p></p>{own}<div class="moz-cite-prefix">{html.escape(speech.thunderbird)}<br></div><blockquote type="cite"'
        f' cite="mid:1@parley.example">{ours}</blockquote><div class="moz-signature">-- <br>Ada Lovage</div></body>',
    )
    yield (
        "iPhone",
        f'<body dir="auto">{own}<br id="lineBreakAtBeginningOfSignature"><div dir="ltr">{speech.footer}</div><div dir="ltr"><br>'
        f'<blockquote type="cite">{html.escape(speech.apple)}<br><br></blockquote></div><blockquote type="cite"><div>{ours}</div>'
        "</blockquote></body>",
    )


def programs() -> Iterator[Case]:
    """Every program's way in every language, as text and as HTML."""
    for language, speech in SPEECHES.items():
        for program, source in _plain(speech):
            yield Case(f"{program}, {language}", source, speech.own)
        for program, source in _html(speech):
            yield Case(f"{program}, {language}, HTML", source, speech.own, is_html=True)


_EN = SPEECHES["en"]

PEOPLE = (
    Case("nothing to cut", "Hello,\n\nwhere is my parcel?\n\nAda", "Hello,\n\nwhere is my parcel?\n\nAda"),
    Case(
        "answers between the questions",
        f"{_EN.gmail}\n> Which lamp is it?\n\nThe green one.\n\n> Do you want a new one?\n\nYes, please.\n",
        "The green one.\n\nYes, please.",
    ),
    Case(
        "answers between the questions, HTML",
        f'<div class="gmail_quote"><div class="gmail_attr">{html.escape(_EN.gmail)}</div><blockquote class="gmail_quote"'
        ' style="border-left:1px solid">Which lamp?</blockquote><div>The green one.</div><blockquote class="gmail_quote"'
        ' style="border-left:1px solid">A new one?</blockquote><div>Yes, please.</div></div>',
        "The green one.\nYes, please.",
        is_html=True,
    ),
    Case(
        "everything inside Gmail's quote, nothing quoted",
        '<div class="gmail_quote"><div>My lamp hums.</div><div>Is that normal?</div></div>',
        "My lamp hums.\nIs that normal?",
        is_html=True,
    ),
    Case(
        "a travel order",
        "From: Turin\nTo: Warsaw\nDate: 3 May\n\nTwo seats, please.",
        "From: Turin\nTo: Warsaw\nDate: 3 May\n\nTwo seats, please.",
    ),
    Case(
        "a list of facts",
        "Hello,\n\nSubject: lamp\nColour: green\n\nAda",
        "Hello,\n\nSubject: lamp\nColour: green\n\nAda",
    ),
    Case(
        "more than",
        "Please send\n\n> 20 lamps\n\nif there is a discount.",
        "Please send\n\n> 20 lamps\n\nif there is a discount.",
    ),
    Case(
        "a sentence that begins with On",
        "On Monday your colleague wrote:\nthe lamp is in stock.\nIt is not.",
        "On Monday your colleague wrote:\nthe lamp is in stock.\nIt is not.",
    ),
    Case(
        "sentences that together look like an announcement",
        "On Monday I called.\nNobody answered.\nThen Bob from bob@parley.example wrote:\nthe lamp is fine.\nIt is not.",
        "On Monday I called.\nNobody answered.\nThen Bob from bob@parley.example wrote:\nthe lamp is fine.\nIt is not.",
    ),
    Case(
        "an address and wrote in one sentence",
        "On Monday bob@parley.example wrote:\nthe lamp is fine.\nIt is not.",
        "On Monday bob@parley.example wrote:\nthe lamp is fine.\nIt is not.",
    ),
    Case("wrote in the middle", "I wrote: no glass!\nYou wrote: glass.", "I wrote: no glass!\nYou wrote: glass."),
    Case(
        "a dash between paragraphs",
        "Plan A is a refund.\n\n--\n\nPlan B is a new lamp, if you have one in stock.",
        "Plan A is a refund.\n\n--\n\nPlan B is a new lamp, if you have one in stock.",
    ),
    Case(
        "three dashes and a question",
        "The lamp hums.\n---\nCould you call me back today?",
        "The lamp hums.\n---\nCould you call me back today?",
    ),
    Case(
        "a bare dash line before a name", "It works again.\n\n--\nAda Lovage\nphone: 022 555 01 02", "It works again."
    ),
    Case(
        "the standard's signature",
        "It works again.\n\n-- \nAda Lovage\nLamp Street 4\nI read mail on Mondays and Fridays.",
        "It works again.",
    ),
    Case(
        "a signature with words after the quote",
        f"It works.\n\n-- \nAda\n\n{_EN.gmail}\n{quoted(_EN.ours)}\n\nP.S. Thank you!",
        "It works.\n\nP.S. Thank you!",
    ),
    Case(
        "a device in a sentence",
        "It was\nSent from my account\nbut never arrived.",
        "It was\nSent from my account\nbut never arrived.",
    ),
    Case(
        "a device at the end of a sentence",
        "It was\nSent from home by phone last week.",
        "It was\nSent from home by phone last week.",
    ),
    Case(
        "a device line in the middle",
        "Sent from my iPhone\n\nSorry for the short mail: the lamp hums.",
        "Sent from my iPhone\n\nSorry for the short mail: the lamp hums.",
    ),
    Case("Outlook's own line", "The lamp hums.\n\nGet Outlook for iOS<https://aka.example/o0ukef>", "The lamp hums."),
    Case(
        "Outlook's own line in Polish",
        "Lampa brzęczy.\n\nPobierz aplikację Outlook dla systemu Android",
        "Lampa brzęczy.",
    ),
    Case("Outlook's own line in German", "Die Lampe brummt.\n\nHolen Sie sich Outlook für iOS", "Die Lampe brummt."),
    Case("a Galaxy in German", "Die Lampe brummt.\n\nGesendet von meinem Galaxy", "Die Lampe brummt."),
    Case("a Galaxy in Polish", "Lampa brzęczy.\n\nWysłano z mojego urządzenia Galaxy", "Lampa brzęczy."),
    Case("a phone in Italian", "La lampada ronza.\n\nInviato dal mio Huawei", "La lampada ronza."),
    Case("a phone in Russian", "Лампа гудит.\n\nОтправлено с моего Xiaomi", "Лампа гудит."),
    Case(
        "mail.ru",
        "Лампа гудит.\n\n\nПонедельник, 3 мая 2027, 10:15 +03:00 от Parley Help <help@parley.example>:\n> Всё в порядке?",
        "Лампа гудит.",
    ),
    Case(
        "Yahoo",
        f"The lamp hums.\n\n    On Monday, May 3, 2027 at 10:15:00 AM GMT+2, {_WHO} wrote:  \n \n Dear Ada,\n\nis all well?",
        "The lamp hums.",
    ),
    Case(
        "Yahoo, HTML",
        '<div class="yahoo-style-wrap">The lamp hums.</div><div id="yahoo_quoted_1" class="yahoo_quoted"><div>On Monday, Parley'
        " Help wrote:</div><div>is all well?</div></div>",
        "The lamp hums.",
        is_html=True,
    ),
    Case("Zimbra", f"The lamp hums.\n\n----- Original Message -----\n{_labels(_EN)}\n\nis all well?", "The lamp hums."),
    Case(
        "Outlook Express",
        f"The lamp hums.\n----- Original Message ----- \n{_labels(_EN)}\n\n\n> is all well?",
        "The lamp hums.",
    ),
    Case(
        "old Hotmail",
        "The lamp hums.\n\n> Subject: lamp\n> From: help@parley.example\n> \n> is all well?\n",
        "The lamp hums.",
    ),
    Case(
        "new Outlook in bold",
        "The lamp hums.\n\n*From:* Parley Help <help@parley.example>\n*Sent:* Monday, May 3, 2027 10:15\n*To:* Ada\n*Subject:* Re: lamp\n\nDear Ada",
        "The lamp hums.",
    ),
    Case("a quote with no announcement", "> Does it hum?\n\nIt does.", "It does."),
    Case("nested quotes", f"It does.\n\n{_EN.gmail}\n>> It hums.\n> Does it?\n>\n>> Yes.", "It does."),
    Case("only a quote", f"{_EN.gmail}\n{quoted(_EN.ours)}", f"{_EN.gmail}\n{quoted(_EN.ours)}"),
    Case("only a signature", "-- \nAda Lovage", "-- \nAda Lovage"),
    Case(
        "an indented paragraph in Gmail",
        '<div>See:</div><blockquote class="gmail_quote" style="margin:0 0 0 40px;border:none;padding:0px"><div>the green'
        " lamp</div></blockquote><div>Ada</div>",
        "See:\nthe green lamp\nAda",
        is_html=True,
    ),
    Case(
        "Gmail's signature",
        '<div dir="ltr">It hums.<br clear="all"><br><span class="gmail_signature_prefix">-- </span><br><div dir="ltr"'
        ' class="gmail_signature"><div>Ada Lovage</div><div>Lamp Street 4</div></div></div>',
        "It hums.",
        is_html=True,
    ),
    Case(
        "Proton",
        '<div>It hums.</div><div class="protonmail_signature_block"><div>Sent with Proton Mail secure email.</div></div><div'
        ' class="protonmail_quote">On Monday, May 3rd, 2027 at 10:15, Parley Help wrote:<br><blockquote'
        ' class="protonmail_quote" type="cite">well?</blockquote></div>',
        "It hums.",
        is_html=True,
    ),
    Case(
        "a mail passed on keeps what is passed on",
        "Look what I got:\n\n---------- Forwarded message ---------\nFrom: Shop <shop@other.example>\nDate: Mon, May 3, 2027\n"
        "Subject: Lamp\nTo: Ada\n\nYour lamp hums.",
        "Look what I got:\n\n---------- Forwarded message ---------\nFrom: Shop <shop@other.example>\nDate: Mon, May 3, 2027\n"
        "Subject: Lamp\nTo: Ada\n\nYour lamp hums.",
    ),
    Case("a program's listing", "It prints:\n\n>>> lamp.on()\nFalse", "It prints:\n\n>>> lamp.on()\nFalse"),
    Case(
        "numbers with colons",
        "10:15: called you\n10:20: called again\nNobody there.",
        "10:15: called you\n10:20: called again\nNobody there.",
    ),
    Case(
        "an address with a colon",
        "Please write to ada@customer.example:\nthe old one is gone.",
        "Please write to ada@customer.example:\nthe old one is gone.",
    ),
    Case(
        "a German date that is a sentence",
        "Am 3. Mai 2027 um 10:15 kam folgendes:\nein Paket\nzwei Lampen",
        "Am 3. Mai 2027 um 10:15 kam folgendes:\nein Paket\nzwei Lampen",
    ),
    Case(
        "Italian A: and Da:",
        "Da: Torino\nA: Varsavia\nData: 3 maggio\nOggetto da spedire: lampada",
        "Da: Torino\nA: Varsavia\nData: 3 maggio\nOggetto da spedire: lampada",
    ),
    Case(
        "non-breaking spaces",
        f"It\u00a0hums.\n\nOn Mon, May 3, 2027 at 10:15\u202fAM {_WHO} wrote:\n\n{quoted(_EN.ours)}",
        "It hums.",
    ),
)


def cases() -> tuple[Case, ...]:
    return (*programs(), *PEOPLE)
