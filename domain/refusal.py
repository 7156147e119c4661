"""A rule said no: one exception with a code for machines and a sentence for people.

Refusals are answers, not errors: they become 4xx or a negative acknowledgement and are never logged as faults.
"""


class Refused(Exception):
    """A Command broke a rule. ``code`` is one of docs/wire.md's error codes; ``sentence`` is shown to whoever asked."""

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code
        self.sentence = sentence
