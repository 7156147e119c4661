"""Phone numbers as they are kept: E.164, so that one number is one address however it was written.

A number without its country's code belongs to no country we could know; it is kept as it was typed and proves nothing.
"""

import phonenumbers


def e164(text: str) -> str | None:
    """``text`` as ``+`` and digits, or None where it is no complete international number."""
    try:
        number = phonenumbers.parse(text, None)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def kept_number(text: str) -> str:
    """``text`` in E.164 where it can be, else as it was typed."""
    return e164(text) or text
