"""What the columns of a file of Customers mean: guessed from their headers in four languages, and checked once somebody has chosen.

A column means a target: a word of ``TARGETS``, ``field:KEY``, ``consent:NAME``, or nothing at all.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence

from domain.refusal import Refused
from domain.words import folded
from server.directory import Directory

SEVERAL = frozenset({"email", "phone", "tags", "note"})
"""Targets that several columns may have; the others one."""

TARGETS: Mapping[str, str] = {
    "id": "id, customer id, parley id",
    "external": "external id, crm id, client id, customer number, customer no, external, user id, numer klienta, id klienta, nr klienta, id cliente,"
    " codice cliente, numero cliente, номер клиента, id клиента, код клиента, внешний id",
    "name": "name, full name, customer, contact, contact name, customer name, display name, imie i nazwisko, nazwa, klient, nazwa klienta, nome completo,"
    " nominativo, cliente, nome cliente, имя и фамилия, фио, клиент, полное имя",
    "first name": "first name, firstname, given name, forename, imie, nome, имя",
    "last name": "last name, lastname, surname, family name, nazwisko, cognome, фамилия",
    "email": "email, e mail, mail, email address, e mail address, primary email, adres email, adres e mail, poczta, posta elettronica, indirizzo email,"
    " почта, электронная почта, эл почта, адрес электронной почты, имейл, емейл",
    "phone": "phone, telephone, phone number, mobile, mobile phone, cell, cell phone, tel, telefon, numer telefonu, nr telefonu, komorka, telefon komorkowy,"
    " telefono, cellulare, numero di telefono, телефон, мобильный, мобильный телефон, номер телефона",
    "language": "language, lang, locale, jezyk, lingua, язык",
    "timezone": "timezone, time zone, strefa czasowa, fuso orario, часовой пояс",
    "organisation": "organisation, organization, company, company name, account, firma, organizacja, azienda, societa, ditta, организация, компания, фирма",
    "owner": "owner, account owner, assigned to, opiekun, wlasciciel, responsabile, referente, ответственный, владелец, менеджер",
    "lifecycle": "lifecycle, lifecycle stage, stage, etap, faza, fase, ciclo di vita, стадия, этап, жизненный цикл",
    "vip": "vip, wazny, importante, важный",
    "tags": "tags, tag, labels, tagi, etykiety, etichette, теги, метки",
    "note": "note, notes, comment, comments, remarks, notatka, notatki, uwagi, komentarz, commento, osservazioni, заметка, заметки, примечание, комментарий",
}
"""Target -> what its column is called, without accents and marks."""

_CALLED = {folded(word.strip()): target for target, words in TARGETS.items() for word in words.split(",")}


def guessed(header: Sequence[str], directory: Directory) -> list[str]:
    """What each column probably means; "" where nobody can tell."""
    fields = {called: f"field:{field['key']}" for field in directory.all("fields") for called in _names(field)}
    found: list[str] = []
    for cell in header:
        target = _meant(cell, fields)
        found.append("" if target in found and target not in SEVERAL else target)
    if "name" not in found and "last name" not in found:  # "Nome" alone is the whole name
        found = ["name" if target == "first name" else target for target in found]
    return found


def check(columns: Sequence[str], header: Sequence[str]) -> None:
    """Raises Refused where the columns cannot mean this together."""
    if len(columns) != len(header):
        raise Refused("invalid", "Say for each column of the file what it is.")
    for target in columns:
        if target and target not in TARGETS and not _is_named(target):
            raise Refused("invalid", f"A column cannot be {target}.")
        if target and target not in SEVERAL and columns.count(target) > 1:
            raise Refused("invalid", f"Two columns cannot both be {target}.")
    if not set(columns) & {"name", "first name", "last name", "email", "phone", "external", "id"}:
        raise Refused("invalid", "Choose a column with a name, an email address, a phone number or an id.")


def named(columns: Iterable[str], kind: str) -> Collection[str]:
    """The keys of the ``field:`` or ``consent:`` columns."""
    return [target.partition(":")[2] for target in columns if target.startswith(f"{kind}:")]


def _meant(cell: str, fields: Mapping[str, str]) -> str:
    if _is_named(cell):
        return cell
    called = _plain(cell)
    numberless = called.rstrip("0123456789 ")  # "Email 2"
    return _CALLED.get(called) or fields.get(called) or _CALLED.get(numberless) or ""


def _names(field: Mapping[str, str]) -> tuple[str, str]:
    return _plain(field["name"]), _plain(field["key"])


def _plain(text: str) -> str:
    return " ".join("".join(mark if mark.isalnum() else " " for mark in folded(text)).split())


def _is_named(target: str) -> bool:
    kind, _, name = target.partition(":")
    return (
        kind in ("field", "consent")
        and 0 < len(name) <= 60
        and name[0] not in "$."
        and "." not in name
        and name.isprintable()
    )
