"""How programs and countries announce what they quote, each alone: the rows that ``mail.reply_words`` must know.

Texts are invented; the forms are those that the programs write.
"""

import re

import pytest

from mail.html import marked_text
from mail.reply import newest

OWN = "It hums: a lot.\n\nAda"

ANNOUNCED = (
    "On Mon, 3 May 2027, 10:15 Parley Help, <help@parley.example> wrote:",
    "W dniu pon., 3.05.2027 o 10:15 Parley Help <help@parley.example> napisał(a):",
    "śr., 5 maj 2027, 10:15 użytkownik Parley Help <help@parley.example> napisał:",
    "pon., 3 maj 2027 o 10:15 Parley Help <help@parley.example>\nnapisał(a):",
    "пн, 3 мая 2027 г., 10:15 Parley Help <help@parley.example>:",
    "3 мая 2027 г., 10:15 пользователь Parley Help <help@parley.example> написал:",
    "понедельник, 3 мая 2027 г. пользователь Parley Help <help@parley.example> написал:",
    "Il lun 3 mag 2027, 10:15 Parley Help <help@parley.example> ha scritto:",
    "Il giorno lun 3 mag 2027 alle ore 10:15 Parley Help <\nhelp@parley.example> ha scritto:",
    "Parley Help <help@parley.example> schrieb am Mo., 3. Mai 2027, 10:15:",
    "Parley Help <help@parley.example> schrieb am Mo., 3. Mai 2027,\n10:15:",
    "Am Mo., 3. Mai 2027 um 10:15 Uhr schrieb Parley Help <\nhelp@parley.example>:",
    "On 2027-05-03 10:15, Parley Help wrote:",
    "On 03/05/2027 10:15 AM, Parley Help wrote:",
    "Dnia 03.05.2027 Parley Help napisał(a):",
    "W dniu 2027-05-03 o 10:15, Parley Help pisze:",
    "Am 03.05.2027 um 10:15 schrieb Parley Help:",
    "Dnia 3 maja 2027 10:15 Parley Help <help@parley.example> napisał(a):",
    "Il 03/05/2027 10:15 CEST Parley Help <help@parley.example> ha scritto:",
    '03.05.2027, 10:15, "Parley Help" <help@parley.example>:',
    "Parley Help wrote:",
    "Parley Help napisał(a):",
    "On May 3, 2027, at 10:15 AM, Parley Help <help@parley.example> wrote:",
    "Wiadomość napisana przez Parley Help <help@parley.example> w dniu 03.05.2027, o godz. 10:15:",
    "> Wiadomość napisana w dniu 3 maj 2027, o godz. 10:15, przez Parley Help <help@parley.example>:\n>",
    "Il giorno 3 mag 2027, alle ore 10:15, Parley Help <help@parley.example> ha scritto:",
    "Am 03.05.2027 um 10:15 schrieb help@parley.example:",
    "On Mon, May 3, 2027 at 10:15:00AM +0200, Parley Help wrote:",
    "-----Original Message-----\nFrom: Parley Help <help@parley.example>\nSent: Monday\nTo: a\nSubject: x\n",
    "2027-05-03 10:15 GMT+02:00 Parley Help <help@parley.example>:",
    "В Пн, 3 мая 2027 г. в 10:15, Parley Help <help@parley.example> писал(а):",
    "03.05.2027 10:15, Parley Help <help@parley.example> пишет:",
    "понедельник, 3 мая 2027 г., 10:15 +03:00 от Parley Help <help@parley.example>:",
    "El lun, 3 may 2027 a las 10:15, Parley Help (<help@parley.example>) escribió:",
    "Le lun. 3 mai 2027 à 10:15, Parley Help <help@parley.example> a écrit :",
)
"""Each before lines with quote marks."""

CERTAIN = (
    "On Mon, 3 May 2027, 10:15 Parley Help, <help@parley.example> wrote:",
    "W dniu pon., 3.05.2027 o 10:15 Parley Help <help@parley.example> napisał(a):",
    "śr., 5 maj 2027, 10:15 użytkownik Parley Help <help@parley.example> napisał:",
    "pon., 3 maj 2027 o 10:15 Parley Help <help@parley.example>\nnapisał(a):",
    "пн, 3 мая 2027 г., 10:15 Parley Help <help@parley.example>:",
    "3 мая 2027 г., 10:15 пользователь Parley Help <help@parley.example> написал:",
    "понедельник, 3 мая 2027 г. пользователь Parley Help <help@parley.example> написал:",
    "Il lun 3 mag 2027, 10:15 Parley Help <help@parley.example> ha scritto:",
    "Il giorno lun 3 mag 2027 alle ore 10:15 Parley Help <\nhelp@parley.example> ha scritto:",
    "Parley Help <help@parley.example> schrieb am Mo., 3. Mai 2027, 10:15:",
    "Parley Help <help@parley.example> schrieb am Mo., 3. Mai 2027,\n10:15:",
    "Am Mo., 3. Mai 2027 um 10:15 Uhr schrieb Parley Help <\nhelp@parley.example>:",
    "Dnia 3 maja 2027 10:15 Parley Help <help@parley.example> napisał(a):",
    "Il 03/05/2027 10:15 CEST Parley Help <help@parley.example> ha scritto:",
    '03.05.2027, 10:15, "Parley Help" <help@parley.example>:',
    "On May 3, 2027, at 10:15 AM, Parley Help <help@parley.example> wrote:",
    "Wiadomość napisana przez Parley Help <help@parley.example> w dniu 03.05.2027, o godz. 10:15:",
    "Il giorno 3 mag 2027, alle ore 10:15, Parley Help <help@parley.example> ha scritto:",
    "Am 03.05.2027 um 10:15 schrieb help@parley.example:",
    "-----Original Message-----\nFrom: Parley Help <help@parley.example>\nSent: Monday\nTo: a\nSubject: x\n",
    "2027-05-03 10:15 GMT+02:00 Parley Help <help@parley.example>:",
    "В Пн, 3 мая 2027 г. в 10:15, Parley Help <help@parley.example> писал(а):",
    "03.05.2027 10:15, Parley Help <help@parley.example> пишет:",
    "понедельник, 3 мая 2027 г., 10:15 +03:00 от Parley Help <help@parley.example>:",
    "El lun, 3 may 2027 a las 10:15, Parley Help (<help@parley.example>) escribió:",
    "Le lun. 3 mai 2027 à 10:15, Parley Help <help@parley.example> a écrit :",
)
"""Each sure enough to be believed without quote marks after it."""

HEADERS = (
    "-----Ursprüngliche Nachricht-----\nVon: Parley Help [mailto:help@parley.example]\nGesendet: Montag, 3. Mai 2027 10:15\nAn: Ada\nBetreff: x\n\n",
    "Von: Parley Help <help@parley.example>\nDatum: Montag, 3. Mai 2027 um 10:15\nAn: Ada <a@b.de>\nBetreff: Re: x\n\n",
    "Od: Parley Help <help@parley.example> \nWysłano: poniedziałek, 3 maja 2027 10:15\nDo: Ada\nDW: Ola\nTemat: x\n\n",
    "-----Original Message-----\nOd: Parley Help <help@parley.example>\nSent: x\n\n",
    "-------- Oryginalna wiadomość --------\nOd: Parley Help <help@parley.example> \nData: 03.05.2027 10:15 (GMT+01:00) \nDo: a@b.pl \nTemat: x \n\n",
    'Gesendet: Montag, 03. Mai 2027 um 10:15 Uhr\nVon: "Parley" <help@parley.example>\nAn: a@b.de\nBetreff: x\n',
    "________________________________\nDa: Parley Help\nInviato: lunedì 3 maggio 2027 10:15\nA: Ada\nOggetto: x\n\n",
    "From: Parley Help <help@parley.example>\nDate: Monday, 3 May 2027 at 10:15\nTo: Ada\nSubject: Re: x\n",
    "-------- Исходное сообщение --------\nОт: Parley Help <help@parley.example>\nДата: 03.05.2027 10:15 (GMT+03:00)\nКому: a@b.ru\nТема: x\n",
    "От кого: Parley Help <help@parley.example>\nКому: Ada\nДата: Понедельник, 3 мая 2027, 10:15\nТема: x\n",
    "---- On Mon, 03 May 2027 10:15:00 +0200 Parley Help <help@parley.example> wrote ----\n",
    "----- Messaggio originale -----\nDa: Parley Help <help@parley.example>\nA: x\nInviato: y\nOggetto: z\n",
    "-----Messaggio Originale-----\nDa: x\n",
    "Von: Parley Help <help@parley.example>\nAn: x\nGesendet: Montag\nBetreff: z\n",
    "-----Wiadomość oryginalna-----\nFrom: x\n",
    '--------------------\nFrom: "Parley"<help@parley.example>\nDate: Mon, May 3, 2027 10:15 AM\nTo: "Ada"<a@b.c>\nSubject: Re: x\n',
    "_____\n\nVon: Parley Help\nGesendet: 3. Mai\nAn: Ada\nBetreff: x\n\n",
    '*Od: *"Parley" <help@parley.example>\n*Do: *"Ada"\n*Wysłane: *poniedziałek\n*Temat: *x\n',
    'On 3/5/2027 at 10:15 AM, "Parley Help" <help@parley.example> wrote:\n',
    "Von meinem iPhone gesendet\n\nAm 03.05.2027 um 10:15 schrieb Parley Help <help@parley.example>:\n\n",
)
"""Headers of the quoted mail written out, or a title; everything after is history."""

FOOTERS = (
    "Wysłane z iPhone'a",
    "Wysłane z mojego iPhone'a",
    "Wysłane ze smartfonu Samsung Galaxy.",
    "Sent from my Galaxy",
    "Inviato dal mio dispositivo Galaxy",
    "Отправлено с устройства Galaxy",
    "Von meinem Galaxy gesendet",
    "Sent from Outlook for Android",
    "Sent from Mail for Windows 10",
    "Sent from [Mail](https://go.example/?id=1) for Windows",
    "Wysłane z aplikacji Poczta dla systemu Windows",
    "Inviato da Posta per Windows",
    "Gesendet von Mail für Windows",
    "Отправлено из Почты для Windows",
    "Отправлено из мобильной Почты Mail.ru",
    "Отправлено из мобильного приложения Яндекс Почты",
    "Sent from Yahoo Mail on Android",
    "Sent from Yahoo Mail for iPhone",
    "Gesendet mit der GMX Mail App",
    "Diese Nachricht wurde von meinem Android Mobiltelefon mit WEB.DE Mail gesendet.",
    "Sent from my iPad",
    "Wysłane z telefonu",
    "Inviato da smartphone Samsung Galaxy.",
    "Отправлено с iPad",
    "Sent via BlackBerry",
    "Get Outlook for Android",
    "Получить Outlook для Android",
    "Scarica Outlook per iOS",
    "Ottieni Outlook per Android<https://aka.example/x>",
    "Von meinem iPad gesendet",
    "Wysłane z Gmail na telefonie",
    "Gesendet mit Outlook für Android",
    "Sent with Proton Mail secure email.",
    "Sent from my Samsung Galaxy smartphone.",
    "Outlook für iOS beziehen<https://aka>",
    "Uzyskaj program Outlook dla systemu iOS",
    "Отправлено с моего iPhone",
    "Inviato dal mio iPhone",
    "-- \nОтправлено из Gmail Mobile",
    "Sent from my T-Mobile 5G Device",
)
"""Lines of devices at the end."""

OWN_WORDS = (
    "Da: 3 Mai\nBetreff: Lampe\nVon: hier",
    "Von: Berlin\nAn: Rom\nDatum: 3. Mai\nPersonen: 2",
    "Sent from the shop in Warsaw by mail last week.",
    "I wrote on Monday:\nplease refund me.",
    "Hi,\n\n- lamp\n-- broken\n--- not repaired\n\nthanks",
    "My data:\n\n--\nAda Lovage\nOrder 4711: where is it?\nI have waited for 3 weeks now.",
    "___\nsome text under a line\n___",
    "Original message:\nthe lamp hums",
    "> 5 lamps\n> 3 shades\n",
    "Il 3 maggio ho scritto:\nnessuna risposta",
    "W dniu 3 maja pani napisała:\nże wyślecie nową",
    "On 3 May 2027 at 10:15 I called you and nobody answered.\nOn 4 May at 11:00 again:\nnothing.",
    "Am 3.5. schrieb ich:\nbitte um Rückruf",
    "3 мая я написал:\nответа нет",
    "Contact: ada@b.example\nPhone: 123 456 789\nSubject: lamp",
    "From: ada@b.example\nTo: shop@b.example\nwhy two addresses?",
    "10.05.2027 12:30 приходил курьер:\nникого не было",
    "03/05/2027 10:15 il corriere scriveva:\nnessuno in casa",
)
"""What only looks like one of these."""

HTML = {
    "gmx": '<div style="font-family: Verdana"><div>It hums: a lot.</div><div>&nbsp;</div><div>Ada</div><div>&nbsp;<div name="quote" style="margin:10px 5px 5px 10px; border-left:2px solid #C3D9E5"><div><b>Gesendet:</b> Montag, 03. Mai 2027 um 10:15 Uhr<br/><b>Von:</b> "Parley" &lt;help@parley.example&gt;<br/><b>An:</b> a@b.de<br/><b>Betreff:</b> x</div><div name="quoted-content">Dear Ada</div></div></div></div>',
    "yandex": '<div>It hums: a lot.</div><div> </div><div>Ada</div><div> </div><div>03.05.2027, 10:15, "Parley Help" &lt;help@parley.example&gt;:</div><blockquote><p>Dear Ada</p></blockquote>',
    "mailru": '<HTML><BODY>It hums: a lot.<br><br>Ada<br><br><blockquote style="border-left:1px solid #0857A6; margin:10px; padding:0 0 0 10px;">Понедельник, 3 мая 2027, 10:15 +03:00 от Parley Help &lt;help@parley.example&gt;:<br><br>Dear Ada</blockquote></BODY></HTML>',
    "samsung": '<html><body dir="auto"><div dir="auto">It hums: a lot.</div><div dir="auto"><br></div><div dir="auto">Ada</div><div><br></div><div id="composer_signature" dir="auto"><div style="font-size:12px;color:#575757" dir="auto">Sent from my Galaxy</div></div><div><br></div><div align="left" dir="auto" style="font-size:100%;color:#000000"><div>-------- Original message --------</div><div>From: Parley Help &lt;help@parley.example&gt; </div><div>Date: 03/05/2027  10:15  (GMT+01:00) </div><div>To: a@b.example </div><div>Subject: x </div><div><br></div></div>Dear Ada</body></html>',
    "outlook-ios": '<html><body><div style="x">It hums: a lot.</div><div><br></div><div>Ada</div><div id="ms-outlook-mobile-signature"><div><br></div>Get <a href="https://aka.ms/o0ukef">Outlook for iOS</a></div><hr style="display:inline-block;width:98%" tabindex="-1"><div id="divRplyFwdMsg" dir="ltr"><font face="Calibri"><b>From:</b> Parley</font></div>Dear Ada</body></html>',
    "outlook-ios2": '<div>It hums: a lot.</div><div><br></div><div>Ada</div><div id="mail-editor-reference-message-container"><div class="ms-outlook-mobile-reference-message"><meta><hr><div id="divRplyFwdMsg">From: x</div>Dear Ada</div></div>',
    "new outlook": '<div class="elementToProof">It hums: a lot.</div><div class="elementToProof"><br></div><div>Ada</div><div id="appendonsend"></div><hr><div id="divRplyFwdMsg" dir="ltr"><span><b>Od:</b>&nbsp;Parley<br><b>Wysłane:</b>&nbsp;x<br></span></div><div>Dear Ada</div>',
    "word": "<div class=WordSection1><p class=MsoNormal>It hums: a lot.<o:p></o:p></p><p class=MsoNormal><o:p>&nbsp;</o:p></p><p class=MsoNormal>Ada<o:p></o:p></p><p class=MsoNormal><o:p>&nbsp;</o:p></p><div style='border:none;border-top:solid #B5C4DF 1.0pt;padding:3.0pt 0in 0in 0in'><p class=MsoNormal><b><span>Von:</span></b><span> Parley Help [mailto:help@parley.example] <br><b>Gesendet:</b> Montag, 3. Mai 2027 10:15<br><b>An:</b> Ada<br><b>Betreff:</b> x<o:p></o:p></span></p></div><p class=MsoNormal>Dear Ada</p></div>",
    "proton": '<div style="x">It hums: a lot.<br></div><div><br></div><div>Ada</div><div class="protonmail_signature_block protonmail_signature_block-empty"></div><div class="protonmail_quote">On Monday wrote:<br><blockquote class="protonmail_quote" type="cite">Dear</blockquote></div>',
    "zimbra": '<div>It hums: a lot.</div><div><br></div><div>Ada</div><div><br></div><hr id="zwchr" data-marker="__DIVIDER__"><div data-marker="__HEADERS__"><blockquote style="border-left:2px solid #1010FF;"><b>From: </b>"Parley" &lt;help@parley.example&gt;<br><b>To: </b>a<br><b>Sent: </b>x<br><b>Subject: </b>x</blockquote></div><div data-marker="__QUOTED_TEXT__"><blockquote style="border-left:2px solid">Dear</blockquote></div>',
    "apple ios gmail attr": '<div dir="auto">It hums: a lot.</div><div dir="auto"><br></div><div dir="auto">Ada</div><div><br><div class="gmail_quote"><div dir="ltr" class="gmail_attr">On Mon, 3 May 2027, 10:15 Parley Help, &lt;<a href="mailto:help@parley.example">help@parley.example</a>&gt; wrote:<br></div><blockquote class="gmail_quote" style="margin:0 0 0 .8ex;border-left:1px #ccc solid;padding-left:1ex">Dear Ada</blockquote></div></div>',
    "old gmail": 'It hums: a lot.<br><br>Ada<br><br><div class="gmail_quote">On Mon, May 3, 2027 at 6:26 PM, Parley <span dir="ltr">&lt;<a href="mailto:x@g.example">x@g.example</a>&gt;</span> wrote:<br><blockquote class="gmail_quote" style="margin:0 0 0 .8ex;border-left:1px #ccc solid;padding-left:1ex">Hi</blockquote></div><br>',
    "roundcube": '<p>It hums: a lot.</p><p>Ada</p><p id="reply-intro">On 2027-05-03 10:15, Parley Help wrote:</p><blockquote type="cite" style="padding: 0 0.4em; border-left: #1010ff 2px solid; margin: 0">Dear</blockquote>',
    "wp.pl": '<div>It hums: a lot.</div><div>&nbsp;</div><div>Ada</div><div>&nbsp;</div><div class="nh_extra"><div class="nh_quote_header">Dnia 3 maja 2027 10:15 Parley Help &lt;help@parley.example&gt; napisał(a):<br></div><blockquote style="margin-left:7px;border-left:2px solid orange;padding-left:8px;">Dear</blockquote></div>',
    "libero": "<p>It hums: a lot.</p><p>Ada</p><blockquote>Il 03/05/2027 10:15 CEST Parley Help &lt;help@parley.example&gt; ha scritto: <br><br>Dear Ada</blockquote>",
    "spark": '<div>It hums: a lot.<br/><br/>Ada</div><div name="messageSignatureSection"><br/><div>Sent from Spark</div></div><div name="messageReplySection">On 3 May 2027 at 10:15 +0200, Parley Help &lt;help@parley.example&gt;, wrote:<br/><blockquote type="cite" style="border-left-color: grey;">Dear</blockquote></div>',
    "outlook.com dark": '<div>It hums: a lot.</div><div><br></div><div>Ada</div><div><hr id="stopSpelling">From: help@parley.example<br>To: a@b.c<br>Subject: x<br>Date: Mon<br><br>Dear</div>',
}
"""Bodies as programs and web mailers write them."""


@pytest.mark.parametrize("line", ANNOUNCED)
def test_announced_quotes_are_cut(line: str) -> None:
    assert newest(f"{OWN}\n\n{line}\n> Dear Ada,\n> is all well?\n").text == OWN


@pytest.mark.parametrize("line", CERTAIN)
def test_certain_announcements_need_no_marks(line: str) -> None:
    assert newest(f"{OWN}\n\n{line}\nDear Ada,\nis all well?\n").text == OWN


@pytest.mark.parametrize("lines", HEADERS)
def test_written_headers_begin_history(lines: str) -> None:
    assert newest(f"{OWN}\n\n{lines}Dear Ada,\nis all well?\n").text == OWN


@pytest.mark.parametrize("line", FOOTERS)
def test_device_lines_are_signatures(line: str) -> None:
    assert newest(f"{OWN}\n\n{line}\n").text == OWN


@pytest.mark.parametrize("program", HTML)
def test_html_of_programs(program: str) -> None:
    assert newest(marked_text(HTML[program])).text.split() == OWN.split()


@pytest.mark.parametrize("text", OWN_WORDS)
def test_own_words_stay(text: str) -> None:
    assert re.findall(r"\w+", newest(text, answer=False).text) == re.findall(r"\w+", text)
