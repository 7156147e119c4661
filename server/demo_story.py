"""Who works and who writes in the demo centre: a garden shop called Fern & Fig, a dozen conversations, four languages.

Everybody here is invented. ``server.demo`` turns these lines into Commands.
"""

from dataclasses import dataclass, field
from typing import Literal

DOMAIN = "fernandfig.example"
WIDGET_KEY = "demo"
WIDGET_FORM = [
    {"name": "name", "kind": "text", "label": "Your name", "required": True, "choices": []},
    {"name": "email", "kind": "email", "label": "Email", "required": False, "choices": []},
]
WIDGET_CONSENT = {
    "required": True,
    "text": "We keep this conversation for a year so that we can help you better.",
    "version": "2026-11",
    "policy_url": "",
}


@dataclass(frozen=True)
class Person:
    """An Agent of the demo centre; ``queues`` are keys of QUEUES."""

    key: str
    name: str
    role: str
    locale: Literal["en", "pl", "it", "ru"]
    queues: tuple[str, ...]

    @property
    def email(self) -> str:
        """What they sign in with."""
        return f"{self.key}@{DOMAIN}"


QUEUES = {"shop": "Shop", "orders": "Orders and delivery", "plants": "Plant care"}

PEOPLE = (
    Person("hannah", "Hannah Okafor", "supervisor", "en", ("shop", "orders", "plants")),
    Person("zofia", "Zofia Lipska", "agent", "pl", ("shop", "orders")),
    Person("marco", "Marco Bellini", "agent", "it", ("shop", "plants")),
    Person("tomasz", "Tomasz Wierzba", "manager", "pl", ()),
)

TAGS = ("delivery", "damaged", "refund", "advice", "wholesale", "praise")

TEMPLATES = (
    ("Greeting", "hello", "Hello {customer}, {agent} from Fern & Fig here. How can I help?"),
    (
        "Ask for the order number",
        "order",
        "Could you send me the order number? It is on top of your confirmation and starts with FF.",
    ),
    ("Delivery times", "delivery", "We pack within one working day, and most parcels arrive two days later."),
    ("Photo, please", "photo", "A photo of the leaves, front and back, would help me a lot."),
    ("Goodbye", "bye", "Glad I could help, {customer}. Have a good day among the leaves!"),
)


@dataclass(frozen=True)
class Line:
    """One message or note, ``minutes`` after the one before it; ``by`` is "customer", an Agent's key, or "note KEY"."""

    minutes: float
    by: str
    words: str


@dataclass(frozen=True)
class Story:
    """One conversation that began ``hours`` ago and ended as ``ending`` says; ``agent`` took it when they first wrote."""

    key: str
    customer: str
    hours: float
    queue: str
    lines: tuple[Line, ...]
    locale: Literal["en", "pl", "it", "ru"] = "en"
    email: str = ""
    page: tuple[str, str] = ("/", "Fern & Fig")
    tags: tuple[str, ...] = ()
    ending: Literal["waiting", "open", "snoozed", "closed"] = "closed"
    outcome: str | None = None
    note: str = ""
    fields: dict[str, str] = field(default_factory=dict)


ORDERS = ("/orders", "Your orders · Fern & Fig")
PALMS = ("/palms", "Palms · Fern & Fig")

STORIES = (
    Story(
        "late-parcel",
        "Alice Thornbury",
        73,
        "orders",
        (
            Line(0, "customer", "Hi! My parcel should have come on Monday. Order FF-20418."),
            Line(1.5, "zofia", "Hello Alice, let me look where it is."),
            Line(
                2,
                "zofia",
                "It was sorted to the wrong depot and left it this morning. You should have it tomorrow before noon.",
            ),
            Line(0.7, "customer", "Perfect, thank you for being so quick."),
        ),
        email="alice.thornbury@mail.example",
        page=ORDERS,
        tags=("delivery",),
        outcome="Solved",
        fields={"Last order": "FF-20418", "Member since": "2023"},
    ),
    Story(
        "yellow-leaves",
        "Giulia Ferrante",
        50,
        "plants",
        (
            Line(0, "customer", "Buongiorno, le foglie del mio limone ingialliscono. Cosa posso fare?"),
            Line(2, "marco", "Buongiorno Giulia! Ogni quanto lo annaffia, e con che acqua?"),
            Line(1, "customer", "Ogni giorno, con l’acqua del rubinetto."),
            Line(
                2.5,
                "marco",
                "È troppo. Lasci asciugare i primi tre centimetri di terra e usi acqua piovana: fra tre settimane sarà di nuovo verde.",
            ),
            Line(1, "customer", "Grazie mille, provo subito!"),
        ),
        locale="it",
        email="giulia.ferrante@posta.example",
        page=("/citrus", "Agrumi · Fern & Fig"),
        tags=("advice",),
        outcome="Solved",
    ),
    Story(
        "broken-pot",
        "Kacper Morawski",
        28,
        "orders",
        (
            Line(0, "customer", "Dzień dobry, doniczka przyszła pęknięta 😞 Zamówienie FF-20533."),
            Line(3, "zofia", "Dzień dobry, bardzo mi przykro. Woli Pan nową doniczkę czy zwrot pieniędzy?"),
            Line(1, "customer", "Nową poproszę, to prezent na sobotę."),
            Line(0.5, "note zofia", "Wysyłka ekspresowa na nasz koszt, magazyn potwierdził."),
            Line(1, "zofia", "Wysyłamy dziś kurierem, będzie w piątek. Pękniętej proszę nie odsyłać."),
            Line(0.8, "customer", "Super, dziękuję!"),
        ),
        locale="pl",
        email="kacper.morawski@poczta.example",
        page=ORDERS,
        tags=("damaged", "delivery"),
        outcome="Replacement sent",
        fields={"Last order": "FF-20533"},
    ),
    Story(
        "office-plants",
        "Priya Raman",
        26,
        "shop",
        (
            Line(0, "customer", "Do you supply offices? We would like about forty plants for two floors."),
            Line(2, "hannah", "We do, Priya. How much light do the floors get, and by when do you need them?"),
            Line(4, "customer", "North side, so not much. Mid January."),
            Line(
                3,
                "hannah",
                "Then zamioculcas and aspidistra will be happy there. I am putting together an offer and will send it to you today.",
            ),
            Line(
                1,
                "note hannah",
                "Offer with 12 % from the wholesale list; she decides with her team in the first week of December.",
            ),
        ),
        email="priya.raman@brightworks.example",
        tags=("wholesale",),
        ending="snoozed",
        note="Decides about plants for the offices of Brightworks.",
        fields={"Company": "Brightworks", "City": "Leeds"},
    ),
    Story(
        "gift-card",
        "Owen Castellane",
        22,
        "shop",
        (
            Line(0, "customer", "Can I use two gift cards for one order?"),
            Line(
                1,
                "hannah",
                "Yes: enter them one after the other at the last step. Whatever is left stays on the second card.",
            ),
            Line(0.5, "customer", "Brilliant, thanks."),
        ),
        outcome="Solved",
    ),
    Story(
        "watering-holiday",
        "Лидия Черных",
        20,
        "plants",
        (
            Line(0, "customer", "Здравствуйте! Уезжаю на три недели. Как оставить монстеру без полива?"),
            Line(3, "marco", "Здравствуйте! Our Russian is small, may I answer in English?"),
            Line(1, "customer", "Конечно, yes, no problem."),
            Line(
                2,
                "marco",
                "Water it well, move it two metres from the window and put the pot on a wet capillary mat. It will not even notice.",
            ),
            Line(1, "customer", "Спасибо большое!"),
        ),
        locale="ru",
        page=("/monstera", "Monstera · Fern & Fig"),
        tags=("advice", "praise"),
        outcome="Solved",
    ),
    Story(
        "no-answer",
        "Visitor without a name",
        7,
        "shop",
        (
            Line(0, "customer", "hello?"),
            Line(1, "marco", "Hello! How can I help?"),
        ),
        outcome="No answer",
    ),
    Story(
        "refund",
        "Beatriz Almada",
        5,
        "orders",
        (
            Line(0, "customer", "I sent the fern back a week ago (FF-20377). When do I get the money?"),
            Line(2, "zofia", "It reached us on Thursday. The refund left today and takes two bank days."),
            Line(1, "customer", "Fine, thank you."),
        ),
        email="b.almada@mail.example",
        page=ORDERS,
        tags=("refund",),
        outcome="Solved",
    ),
    Story(
        "palm-for-shade",
        "Elias Brandvik",
        0.6,
        "plants",
        (
            Line(0, "customer", "Which palm survives in a dark hallway?"),
            Line(2, "marco", "Chamaedorea, the parlour palm. How tall may it be?"),
            Line(3, "customer", "Up to 150 cm. And how often would I water it?"),
        ),
        email="elias.brandvik@mail.example",
        page=PALMS,
        tags=("advice",),
        ending="open",
        fields={"City": "Bergen"},
    ),
    Story(
        "change-address",
        "Maja Kowalczuk",
        0.4,
        "orders",
        (
            Line(0, "customer", "Dzień dobry, czy mogę jeszcze zmienić adres dostawy? Zamówienie FF-20611."),
            Line(2, "zofia", "Dzień dobry! Tak, paczka wychodzi dopiero jutro rano. Jaki ma być nowy adres?"),
            Line(2, "customer", "ul. Lipowa 7/12, Poznań. Telefon bez zmian."),
        ),
        locale="pl",
        email="maja.kowalczuk@poczta.example",
        page=ORDERS,
        tags=("delivery",),
        ending="open",
        fields={"Last order": "FF-20611"},
    ),
    Story(
        "seeds-in-winter",
        "Rosalind Pike",
        0.15,
        "shop",
        (
            Line(0, "customer", "Are the wildflower seeds still good if I sow them in spring?"),
            Line(1, "customer", "The bag says “best before 12/2027”."),
        ),
        page=("/seeds", "Seeds · Fern & Fig"),
        ending="waiting",
    ),
    Story(
        "olive-frost",
        "Davide Moretti",
        0.07,
        "plants",
        (Line(0, "customer", "Il mio ulivo è in balcone, questa notte va sotto zero. Lo porto dentro?"),),
        locale="it",
        email="davide.moretti@posta.example",
        page=("/olive", "Ulivi · Fern & Fig"),
        ending="waiting",
    ),
)
