"""How mail programs announce what they quote, language by language, as data for ``mail.reply``.

A new language is one more row; the words are those that Gmail, Outlook, Apple Mail, Thunderbird and phones write themselves.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Language:
    """Regular expressions, matched without regard to case; labels are plain words with bars between.

    ``wrote``: the verb of "X wrote:". ``begins``: how that line begins if not with a date or an address. ``from_``, ``sent``,
    ``to``, ``subject``: labels of a quoted header. ``original``, ``forwarded``: titles between dashes. ``begin_forwarded``: whole
    lines. ``footers``: whole lines that a device adds.
    """

    wrote: str
    begins: str
    days: str
    months: str
    from_: str
    sent: str
    to: str
    subject: str
    original: str
    forwarded: str
    begin_forwarded: str
    footers: str


_DEVICE = (
    r"(?:i ?phone|i ?pad|i ?pod|apple|mac|android|samsung|galaxy|huawei|xiaomi|redmi|pixel|motorola|nokia|sony|xperia|oneplus|oppo"
    r"|honor|realme|blackberry|windows|outlook|yahoo|aol|gmail|proton ?mail|proton|spark|mail\.ru|phone|mobile|tablet|smartphone"
    r"|superhuman|hey|tuta(?:nota)?|fastmail|airmail|canary|newton|mailbird|em client|edison|k-9|t-mobile|verizon|gmx|web\.de|libero"
    r"|smartfon\w*|telefon\w*|telefonin\w*|cellulare|urządzeni\w*|dispositivo|handy|gerät|мобильн\w*|телефон\w*|устройств\w*"
    r"|смартфон\w*|айфон\w*|яндекс\w*|почт\w*|mail|poczt\w*|posta)"
)

LANGUAGES = {
    "en": Language(
        wrote=r"wrote|writes",
        begins=r"On\b|At\b|Le\b|You wrote\b",
        days=r"mon|tue|wed|thu|fri|sat|sun",
        months=r"jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec",
        from_=r"From",
        sent=r"Sent|Date",
        to=r"To|Cc",
        subject=r"Subject",
        original=r"Original Message|Original Appointment|Reply message",
        forwarded=r"Forwarded message|Forwarded by .{1,60}",
        begin_forwarded=r"Begin forwarded message:",
        footers=rf"Sent (?:from|via|with|using)\b.{{0,30}}\b{_DEVICE}\b.{{0,60}}|Get \w{{3,20}} for (?:iOS|Android|Mac)\b.{{0,80}}",
    ),
    "pl": Language(
        wrote=r"napisał\(a\)|napisała?|pisze|pisał\(a\)|pisała?",
        begins=r"W dniu\b|Dnia\b|Wiadomość napisana\b|Dn\.",
        days=r"pon|wt|śr|czw|pt|sob|niedz|nd",
        months=r"sty|lut|mar|kwi|maj|cze|lip|sie|wrz|paź|lis|gru",
        from_=r"Od|Nadawca",
        sent=r"Wysłano|Wysłane|Data",
        to=r"Do|DW|Adresat|Kopia",
        subject=r"Temat",
        original=r"Oryginalna wiadomość|Wiadomość oryginalna|Wiadomość źródłowa|Oryginalny list",
        forwarded=r"Przekazana wiadomość|Wiadomość przekazana|Przesłana wiadomość|Treść przekazanej wiadomości",
        begin_forwarded=r"Początek przekazywanej wiadomości:",
        footers=rf"Wysłan[eo] (?:ze?|przy pomocy|za pomocą|przez)\b.{{0,30}}\b{_DEVICE}.{{0,30}}"
        r"|(?:Pobierz|Uzyskaj) (?:aplikację |program )?Outlook (?:dla|na)\b.{0,80}",
    ),
    "it": Language(
        wrote=r"ha scritto|scrive|scriveva",
        begins=r"Il(?: giorno)?\b|In data\b",
        days=r"lun|mar|mer|gio|ven|sab|dom",
        months=r"gen|feb|mar|apr|mag|giu|lug|ago|set|ott|nov|dic",
        from_=r"Da|Mittente",
        sent=r"Inviato|Data|Inviata",
        to=r"A|Cc|Destinatario",
        subject=r"Oggetto",
        original=r"Messaggio originale|Messaggio Originale",
        forwarded=r"Messaggio inoltrato|Forwarded message",
        begin_forwarded=r"Inizio messaggio inoltrato:",
        footers=rf"Inviat[oa] (?:da|dal|dalla|con|tramite)\b.{{0,30}}\b{_DEVICE}\b.{{0,30}}"
        r"|(?:Ottieni|Scarica) Outlook per\b.{0,80}",
    ),
    "ru": Language(
        wrote=r"написал\(а\)|написал[аи]?|пишет|писал\(а\)|писал[аи]?",
        begins=r"В\b|От\b|Вы писали\b",
        days=r"пн|вт|ср|чт|пт|сб|вс|понедельник|вторник|среда|четверг|пятница|суббота|воскресенье",
        months=r"янв|фев|мар|апр|ма[йя]|июн|июл|авг|сен|окт|ноя|дек",
        from_=r"От|От кого|Отправитель",
        sent=r"Отправлено|Дата|Послано",
        to=r"Кому|Копия|Получатель",
        subject=r"Тема",
        original=r"Исходное сообщение|Оригинальное сообщение|Первоначальное сообщение",
        forwarded=r"Пересылаемое сообщение|Пересланное сообщение|Переадресованное сообщение|Пересылаемое письмо",
        begin_forwarded=r"Начало переадресованного сообщения:",
        footers=rf"Отправлено (?:с|со|из|через)\b.{{0,30}}\b{_DEVICE}\b.{{0,30}}"
        r"|(?:Получить|Скачать|Загрузить) Outlook для\b.{0,80}",
    ),
    "de": Language(
        wrote=r"schrieb|schreibt|hat geschrieben|geschrieben",
        begins=r"Am\b|Den\b",
        days=r"mo|di|mi|do|fr|sa|so|montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag",
        months=r"jan|feb|mär|mrz|apr|mai|jun|jul|aug|sep|okt|nov|dez",
        from_=r"Von",
        sent=r"Gesendet|Datum",
        to=r"An|Cc|Kopie",
        subject=r"Betreff",
        original=r"Ursprüngliche Nachricht|Originalnachricht|Original-Nachricht|Ursprüngliche E-Mail",
        forwarded=r"Weitergeleitete Nachricht|Weitergeleitete E-Mail",
        begin_forwarded=r"Anfang der weitergeleiteten Nachricht:",
        footers=rf"(?:Gesendet|Versendet|Verschickt) (?:von|mit|aus|über)\b.{{0,30}}\b{_DEVICE}\b.{{0,30}}"
        rf"|Von mein\w* .{{0,20}}{_DEVICE}\b.{{0,20}} (?:gesendet|verschickt)|Holen Sie sich Outlook für\b.{{0,80}}"
        rf"|Diese Nachricht wurde von mein\w* .{{0,20}}{_DEVICE}\b.{{0,30}}gesendet"
        r"|Outlook für (?:iOS|Android|Mac) (?:beziehen|herunterladen)\b.{0,60}|Von unterwegs gesendet",
    ),
    "fr": Language(
        wrote=r"a écrit",
        begins=r"Le\b",
        days=r"lun|mar|mer|jeu|ven|sam|dim",
        months=r"janv|févr|mars|avr|mai|juin|juil|août|sept|oct|nov|déc",
        from_=r"De",
        sent=r"Envoyé|Date",
        to=r"À|Cc",
        subject=r"Objet",
        original=r"Message d'origine|Message original",
        forwarded=r"Message transféré",
        begin_forwarded=r"Début du message transféré\s?:",
        footers=rf"Envoyé (?:de|depuis|à partir de)\b.{{0,30}}\b{_DEVICE}\b.{{0,30}}|Obtenir Outlook pour\b.{{0,80}}",
    ),
    "es": Language(
        wrote=r"escribió",
        begins=r"El\b",
        days=r"lun|mar|mié|jue|vie|sáb|dom",
        months=r"ene|feb|mar|abr|may|jun|jul|ago|sept?|oct|nov|dic",
        from_=r"De",
        sent=r"Enviado|Enviado el|Fecha",
        to=r"Para|CC",
        subject=r"Asunto",
        original=r"Mensaje original",
        forwarded=r"Mensaje reenviado|Forwarded message",
        begin_forwarded=r"Inicio del mensaje reenviado:",
        footers=rf"Enviado desde\b.{{0,30}}\b{_DEVICE}\b.{{0,30}}|Obtener Outlook para\b.{{0,80}}",
    ),
}

ABOVE_THIS_LINE = (
    r"(?:please )?(?:type|write|enter|add)? ?(?:your )?reply above this line|odpowiedz powyżej tej linii|rispondi sopra questa riga"
    r"|(?:пишите )?ответ(?:ьте)? выше этой (?:линии|строки)|antworten sie oberhalb dieser (?:zeile|linie)"
)
"""What help desks write over what they quote."""

ALSO_IN_A_HEADER = (
    "importance|priority|attachments|bcc|ważność|priorytet|załączniki|ukryte|importanza|priorità|allegati|ccn|важность|приоритет|вложения"
    "|wichtigkeit|priorität|anlagen|anhänge|bcc"
)
"""Labels that may stand among those of a quoted header; any other makes it somebody's form."""

PERSONAL = (
    r"i|me|my|you|your|we|us|our|ja|mnie|mi|nam|nas|mój|moja|twój|pana|pani|państwa|państwo|wasz|io|mio|mia|tuo|tua|vostro|vostra|suo|sua|noi"
    r"|я|мне|нам|мой|моя|ваш|ваша|вы|мы|ich|mir|wir|uns|mein|meine|ihr|ihre|sie|unser|unsere"
)
"""Programs announce a quote in the third person."""

NEVER_IN_A_FOOTER = (
    r"by|last|yesterday|today|ago|week|but|and|not|never|wczoraj|dzisiaj|temu|ale|nie|ieri|oggi|fa|ma|non|вчера|сегодня|назад|но|не"
    r"|gestern|heute|vor|aber|nicht"
)
"""A line that reads like a device's but has one of these words is a sentence of the customer's."""
