"""Templates as they are kept and as they are used: in a language, with their names filled in.

Templates of earlier versions had words only; what they lack is empty.
"""

from typing import Any

from domain.templates import Filled, filled
from server.codec import file_path

Document = dict[str, Any]

NOTHING: Document = {"subject": "", "footer": "", "files": [], "translations": {}}


def whole_template(template: Document) -> Document:
    """``template`` with everything a template has, its files with where they are."""
    plain = {**NOTHING, **template}
    return {**plain, "files": [{**file, "url": file_path(file["id"])} for file in plain["files"]]}


def in_language(template: Document, locale: str) -> dict[str, str]:
    """Subject, text and footer in ``locale``, each in the template's own language where it is not translated."""
    translated = template["translations"].get(locale, {})
    return {name: translated.get(name) or template[name] for name in ("subject", "text", "footer")}


def filled_template(template: Document, locale: str, values: dict[str, str], *, footer: bool = True) -> Document:
    """``template`` as docs/wire.md's filled one: the ``footer`` below the text, its files, and what had no value."""
    plain = whole_template(template)
    words = in_language(plain, locale)
    subject = filled(words["subject"], values)
    parts = (words["text"].rstrip(), words["footer"].strip() if footer else "")
    text = filled("\n\n".join(part for part in parts if part), values)
    return {"subject": subject.text, "text": text.text, "files": plain["files"], "missing": _missing(subject, text)}


def _missing(*parts: Filled) -> list[str]:
    return list(dict.fromkeys(name for part in parts for name in part.missing))
