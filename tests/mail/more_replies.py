"""More programs' ways of announcing what they quote, and words of customers that only look like them.

Every text is invented. ``PROGRAMS`` are cut at ``_OWN``; ``WORDS`` stay as they are, even with a quote below them.
"""

from collections.abc import Iterator

from tests.mail.replies import Case

_OWN = "The lid broke.\n\nThanks\nIvo"
_OURS = "Is all well?\n\nBoil Shop"
_QUOTED = "> Is all well?\n>\n> Boil Shop"
_WHO = "Boil Shop <care@boil.example>"
_ANNOUNCED = f"On Wed, Jan 12, 2028 at 9:05 AM {_WHO} wrote:\n\n{_QUOTED}"

_PROGRAMS = {
    "Gmail's app, Polish": f"śr., 12 sty 2028, 09:05 użytkownik {_WHO} napisał:\n\n{_QUOTED}",
    "Gmail's app, Russian, folded": f"ср, 12 янв. 2028 г. в 09:05, Служба поддержки покупателей\n<care@boil.example>:\n\n{_QUOTED}",
    "Gmail, Italian, folded": f"Il mer 12 gen 2028, 09:05 Boil Shop <\ncare@boil.example> ha\nscritto:\n\n{_QUOTED}",
    "Outlook on a German phone": f"Outlook für iOS<https://aka.example/o> beziehen\n{'_' * 32}\nVon: {_WHO}\nGesendet: Mittwoch, 12. Januar 2028 09:05\nAn: Ivo\nBetreff: x\n\n{_OURS}",
    "Windows Mail": f"Sent from Mail for Windows\n\nFrom: Boil Shop\nSent: Wednesday, January 12, 2028 9:05 AM\nTo: Ivo\n\n{_OURS}",
    "labels in two languages": f"Od: {_WHO}\nSent: Wednesday, January 12, 2028 9:05 AM\nDo: Ivo\nSubject: x\n\n{_OURS}",
    "labels with other ones": f"Von: {_WHO}\nPriorität: Hoch\nGesendet: Mittwoch, 12. Januar 2028 09:05\nAn: Ivo\nBetreff: x\n\n{_OURS}",
    "labels folded": f"From: Boil Shop, Department of Kettles\n <care@boil.example>\nSent: January 12, 2028 9:05 AM\nTo: Ivo;\n Eva\nSubject: x\n\n{_OURS}",
    "a phone's reply message": f"----- Reply message -----\nFrom: {_WHO}\nTo: Ivo\nSubject: x\nDate: Wed, Jan 12, 2028 9:05 am\n\n{_OURS}",
    "Tiscali": f"----Messaggio originale----\nDa: care@boil.example\nData: 12-gen-2028 9.05\nA: Ivo\nOgg: x\n\n{_OURS}",
    "GMX": f"Gesendet: Mittwoch, 12. Januar 2028 um 09:05 Uhr\nVon: {_WHO}\nAn: Ivo\nBetreff: x\n\n{_OURS}",
    "GMX's phone": f"Gesendet mit der GMX Mail App\n\nAm 12.01.28, 09:05 schrieb {_WHO}:\n\n{_QUOTED}",
    "web.de's phone": f"--\nDiese Nachricht wurde von meinem Android Mobiltelefon mit WEB.DE Mail gesendet.\n\nAm 12.01.28, 09:05 schrieb {_WHO}:\n\n{_QUOTED}",
    "from the road, German": f"Von unterwegs gesendet\n\nAm 12.01.28 um 09:05 schrieb Boil Shop:\n{_QUOTED}",
    "WP": f"Wysłane z aplikacji mobilnej WP Poczta\n\nDnia 12 stycznia 2028 09:05 {_WHO} napisał(a):\n\n{_OURS}",
    "Onet": f"W dniu 2028-01-12 09:05:10 użytkownik {_WHO} napisał:\n{_QUOTED}",
    "Interia": f'Od: "Boil Shop" <care@boil.example>\nDo: Ivo;\nWysłane: 9:05 Środa 2028-01-12\nTemat: x\n\n{_QUOTED}',
    "Libero": f"Inviato da Libero Mail per Android\n\nIl 12 gen 2028 09:05, {_WHO} ha scritto:\n\n{_OURS}",
    "Yahoo's app": f"Sent from Yahoo Mail on Android \n \n  On Wed, Jan 12, 2028 at 9:05, Boil Shop<care@boil.example> wrote:   {_OURS}",
    "Yahoo's app, Italian": f"Inviato da Yahoo Mail per Android \n \n  Il mer, 12 gen, 2028 alle 9:05, {_WHO} ha scritto:   {_OURS}",
    "Yahoo, German": f"    Am Mittwoch, 12. Januar 2028 um 09:05:10 MEZ hat {_WHO} Folgendes geschrieben:  \n \n {_OURS}",
    "Yandex": f'12.01.2028, 09:05, "Boil Shop" <care@boil.example>:\n{_QUOTED}',
    "Rambler": f'12 января 2028, 09:05:10, от "Boil Shop" <care@boil.example>\n{_QUOTED}',
    "The Bat": f"Вы писали 12 января 2028 г., 9:05:10:\n\n{_QUOTED}",
    "Zoho": f"---- On Wed, 12 Jan 2028 09:05:10 +0100 {_WHO} wrote ----\n\n{_OURS}",
    "Zoho, other dashes": f"---- On Wed, 12 Jan 2028 09:05:10 +0100 care@boil.example wrote ---\n\n{_OURS}",
    "Superhuman": f"Sent via Superhuman iOS\n\n{_ANNOUNCED}",
    "BlueMail": f"Get BlueMail for Android\n\nOn Jan 12, 2028, 9:05 AM, at 9:05 AM, {_WHO} wrote:\n{_QUOTED}",
    "Tuta": f"-- \nSecured with Tuta Mail:\nhttps://tuta.example\n\n\nJan 12, 2028, 09:05 by care@boil.example:\n\n{_QUOTED}",
    "Zimbra": f"----- On Jan 12, 2028, at 9:05 AM, Boil Shop care@boil.example wrote:\n\n{_QUOTED}",
    "Roundcube without marks": f"On 2028-01-12 09:05, Boil Shop wrote:\n\n{_OURS}",
    "Claws": f"Dnia 2028-01-12, o godz. 09:05:10\n{_WHO} napisał(a):\n\n{_QUOTED}",
    "Horde, German": f"Zitat von {_WHO}:\n\n{_QUOTED}",
    "a help desk": f"##- Please type your reply above this line -##\n\nBoil Shop, Jan 12\n\n{_OURS}",
    "a device in brackets": "[Sent from my mobile phone]",
    "an address twice": f"On 12 Jan 2028, at 09:05, Boil Shop <care@boil.example<mailto:care@boil.example>> wrote:\n{_QUOTED}",
}  # fmt: skip

_WORDS = {
    "a form": "Name: Ivo\nFrom: Turin\nDate: 12 Jan\nSubject: kettle\nMessage: it leaks",
    "a web site's form": "A new message from the site:\n\nFrom: Ada\nPhone: 600 100 200\nEmail: ada@field.example\nSubject: kettle\nDate: 12 January 2028 09:05\n\nIt leaks.",
    "a web site's form with an address": "Hello,\n\nFrom: Ada <ada@field.example>\nCompany: Field\nTo: Boil Shop\nSubject: kettle\n\nIt leaks.",
    "a flight": "My flight:\n\nFrom: Turin 10:15\nTo: Warsaw 12:40\nDate: 3 May\nSubject to change\n\nIs it there by then?",
    "a holiday": "Urlaub\n\nVon: 3. Mai\nAn: 5. Mai\nBetreff: Lieferung\n\nBitte später liefern.",
    "what a colleague wrote": "Hello,\n\nOn 12 January 2028 at 09:05 Max from your shop wrote:\n\nyou will get a new one.\n\nWhere is it?",
    "what a colleague wrote, Italian": "Salve,\n\nIl 12 gennaio 2028 alle 09:05 il vostro collega ha scritto:\n\narriva domani.\n\nDov'è?",
    "what a colleague wrote, German": "Hallo,\n\nAm 12. Januar 2028 um 09:05 schrieb mir Max:\n\nmorgen ist es da.\n\nWo ist es?",
    "what a colleague wrote, Polish": "Witam,\n\nW dniu 12 stycznia 2028 o 09:05 Państwa kolega napisał:\n\njutro będzie.\n\nGdzie jest?",
    "what a colleague wrote, Russian": "Привет,\n\n12 января 2028 г. в 09:05 ваш коллега написал:\n\nзавтра будет.\n\nГде он?",
    "what an address wrote": "Hello,\n\nMax <max@boil.example> wrote yesterday:\nno refunds\nIs that right?",
    "a log": "Hello,\n\n12.01.2028 09:05 Uhr, Anruf bei care@boil.example:\nniemand da.",
    "rules of two dashes": "--\nfirst\n--\nsecond and a longer sentence about it.\n--\nthird",
    "a line in stars": "Send it back!\n\n*** URGENT ***",
    "a shelf above this line": "Hello,\nplease write your reply above this line of boxes, thanks!",
}  # fmt: skip


def more() -> Iterator[Case]:
    """All of them."""
    for name, rest in _PROGRAMS.items():
        yield Case(name, f"{_OWN}\n\n{rest}\n", _OWN)
    for name, words in _WORDS.items():
        yield Case(name, words, words)
        yield Case(f"{name}, above a quote", f"{words}\n\n{_ANNOUNCED}\n", words)
    labels = "From: Boil Shop<br>Sent: \u200eWednesday, \u200eJanuary 12, 2028 9\u200e:\u200e05 AM<br>To: Ivo"
    own = _OWN.replace("\n", "<br>")
    yield Case("Windows Mail, HTML", f"<div>{own}</div><div>{labels}</div><br>{_OURS}", _OWN, is_html=True)
