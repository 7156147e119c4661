"""Phone numbers as they are kept: E.164, so that one number is one address however it was written.

A number without its country's code belongs to no country we could know; it is kept as it was typed and proves nothing.
"""

import phonenumbers


def e164(text: str, country: str | None = None) -> str | None:
    """``text`` as ``+`` and digits, or None where it is no complete number: international, or of ``country`` (such as "PL")."""
    try:
        number = phonenumbers.parse(text, country)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def kept_number(text: str) -> str:
    """``text`` in E.164 where it can be, else as it was typed."""
    return e164(text) or text


def numbers_in(text: str) -> list[tuple[int, int, str]]:
    """Every international number that is written in ``text``, however it is grouped: from where, to where, and in E.164."""
    found = phonenumbers.PhoneNumberMatcher(text, None, leniency=phonenumbers.Leniency.POSSIBLE)
    form = phonenumbers.PhoneNumberFormat.E164
    return [(one.start, one.end, phonenumbers.format_number(one.number, form)) for one in found]
