"""The rows of ``addresses`` by which an address leads to a Customer: to whoever proved it, and to whoever only writes from it.

An email stands as mail has it, in any case; a phone number or external id with its kind before it, to the letter. A bar parts kind and
value, so a bar of an email's own is written as a line feed, which no address has: ``external|7@site`` is not the external id ``7@site``.
"""


def proved_key(kind: str, value: str) -> str:
    """The row of whoever proved an address."""
    return f"verified|{_named(kind, value)}"


def claimed_key(kind: str, value: str) -> str:
    """The row of whoever writes from an address without having proved it."""
    return f"claimed|{_named(kind, value)}"


def email_of(key: str) -> str | None:
    """The email whose row a key is, case folded; None for another kind of address."""
    name = key.partition("|")[2]
    return None if "|" in name else name.replace("\n", "|")


def _named(kind: str, value: str) -> str:
    return value.casefold().replace("|", "\n") if kind == "email" else f"{kind}|{value}"
