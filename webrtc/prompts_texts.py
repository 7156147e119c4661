"""What callers are told, in each language, written for the ear: short sentences, numbers in the right form.

Numbers are few on purpose: each sentence is spoken once and kept.
"""

from typing import Literal, get_args

Kind = Literal["welcome", "recording", "place", "wait", "busy", "voicemail", "away", "goodbye"]
"""``place`` takes the place in the queue, ``wait`` the expected minutes; ``away``: the agent's connection is lost."""
KINDS: tuple[Kind, ...] = get_args(Kind)
NUMBERED: tuple[Kind, ...] = ("place", "wait")
LANGUAGES = ("en", "it", "pl", "ru")

MOST_PLACE = 50
MOST_MINUTES = 60

_TEXTS: dict[str, dict[str, str]] = {
    "en": {
        "welcome": "Welcome. Thank you for calling. We will be with you shortly.",
        "recording": "This call may be recorded. If you do not agree, please tell us.",
        "place": "You are number {number} in the queue.",
        "place_most": "There are more than {number} callers before you.",
        "wait": "The expected waiting time is about {minutes}.",
        "wait_most": "The expected waiting time is more than an hour.",
        "busy": "All our agents are busy at the moment. Please stay on the line.",
        "voicemail": "Nobody can take your call right now. Please leave a message after the tone.",
        "away": "The connection to our agent has been lost. Please hold, we are reconnecting you.",
        "goodbye": "Thank you for calling. Goodbye.",
    },
    "it": {
        "welcome": "Benvenuti. Grazie per averci chiamato. Saremo da voi tra poco.",
        "recording": "Questa chiamata può essere registrata. Se non è d'accordo, ce lo dica.",
        "place": "Lei è il numero {number} in coda.",
        "place_most": "Ci sono più di {number} persone in attesa prima di lei.",
        "wait": "Il tempo di attesa previsto è di circa {minutes}.",
        "wait_most": "Il tempo di attesa previsto è di più di un'ora.",
        "busy": "Al momento tutti i nostri operatori sono occupati. La preghiamo di restare in linea.",
        "voicemail": "In questo momento nessuno può rispondere. Lasci un messaggio dopo il segnale acustico.",
        "away": "Il collegamento con l'operatore si è interrotto. Resti in linea, lo stiamo ripristinando.",
        "goodbye": "Grazie per averci chiamato. Arrivederci.",
    },
    "pl": {
        "welcome": "Dzień dobry. Dziękujemy za telefon. Za chwilę połączymy z konsultantem.",
        "recording": "Rozmowa może być nagrywana. Jeśli nie wyrażają Państwo zgody, prosimy o tym powiedzieć.",
        "place": "Państwa numer w kolejce: {number}.",
        "place_most": "Przed Państwem czeka ponad {number} osób.",
        "wait": "Przewidywany czas oczekiwania: {minutes}.",
        "wait_most": "Przewidywany czas oczekiwania: ponad godzina.",
        "busy": "Wszyscy konsultanci są teraz zajęci. Prosimy o pozostanie na linii.",
        "voicemail": "W tej chwili nikt nie może odebrać. Prosimy zostawić wiadomość po sygnale.",
        "away": "Połączenie z konsultantem zostało przerwane. Prosimy czekać, przywracamy połączenie.",
        "goodbye": "Dziękujemy za rozmowę. Do usłyszenia.",
    },
    "ru": {
        "welcome": "Здравствуйте. Спасибо за звонок. Мы скоро ответим вам.",
        "recording": "Разговор может быть записан. Если вы не согласны, сообщите нам об этом.",
        "place": "Ваш номер в очереди: {number}.",
        "place_most": "Перед вами в очереди более {number} человек.",
        "wait": "Примерное время ожидания: {minutes}.",
        "wait_most": "Примерное время ожидания: более часа.",
        "busy": "Сейчас все операторы заняты. Пожалуйста, оставайтесь на линии.",
        "voicemail": "Сейчас никто не может ответить. Пожалуйста, оставьте сообщение после сигнала.",
        "away": "Связь с оператором прервалась. Пожалуйста, подождите, мы восстанавливаем соединение.",
        "goodbye": "Спасибо за звонок. До свидания.",
    },
}  # fmt: skip


def text(kind: Kind, language: str, number: int = 0) -> str:
    """The sentence; a language we do not speak is English. ``number`` counts for the numbered kinds, from 1."""
    texts = _TEXTS.get(language, _TEXTS["en"])
    if kind == "place":
        if number > MOST_PLACE:
            return texts["place_most"].format(number=MOST_PLACE)
        return texts[kind].format(number=max(1, number))
    if kind == "wait":
        if number > MOST_MINUTES:
            return texts["wait_most"]
        return texts[kind].format(minutes=minutes(language, max(1, number)))
    return texts[kind]


def minutes(language: str, number: int) -> str:
    """A number of minutes in words that a voice reads rightly: plural forms, and the feminine of one and two."""
    return _MINUTES.get(language, _english)(number)


def _english(number: int) -> str:
    return "1 minute" if number == 1 else f"{number} minutes"


def _italian(number: int) -> str:
    return "un minuto" if number == 1 else f"{number} minuti"


def _polish(number: int) -> str:
    if number == 1:
        return "jedna minuta"
    if number % 10 in (2, 3, 4) and number % 100 not in (12, 13, 14):
        return f"{_ending(number, {2: 'dwie'})} minuty"
    return f"{number} minut"


def _russian(number: int) -> str:
    if number % 100 in (11, 12, 13, 14) or number % 10 not in (1, 2, 3, 4):
        return f"{number} минут"
    return f"{_ending(number, {1: 'одна', 2: 'две'})} {'минута' if number % 10 == 1 else 'минуты'}"


def _ending(number: int, words: dict[int, str]) -> str:
    """Tens in digits and a unit that has another form in words: 22 is "20 dwie"."""
    tens, unit = number - number % 10, number % 10
    return f"{tens or ''} {words[unit]}".strip() if unit in words else str(number)


_MINUTES = {"en": _english, "it": _italian, "pl": _polish, "ru": _russian}
