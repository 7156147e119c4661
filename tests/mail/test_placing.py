"""Where mails belong: the table of expectations, and what a thousand forgeries come to."""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass, replace

import pytest

from mail.facts import Mail
from mail.parse import parse
from mail.placing import (
    MOST_IDS,
    MOST_TOKENS,
    Clues,
    Leads,
    Placement,
    Report,
    Thread,
    Written,
    clues,
    place,
    recipients,
)
from mail.reply_tokens import ReplyTokens
from tests.mail.letters import LETTERS

TOKENS = ReplyTokens([b"s" * 32])
OTHER_CENTRE = ReplyTokens([b"t" * 32])
ANN, BOB, EVE = "ann@customer.example", "bob@customer.example", "eve@evil.example"
CNV = "cnv_1"
WRITTEN = Written(4, frozenset({ANN, BOB}))
THREAD = Thread(CNV, True, frozenset({ANN, BOB}), {"ours@parley.example": WRITTEN})
ENDED = replace(THREAD, runs=False)


def mail(*, sender: str = ANN, to: str = "help@parley.example", more: str = "", body: str = "It hums.") -> Mail:
    parsed = parse(f"From: {sender}\nTo: {to}\nSubject: Lamp\nMessage-ID: <1@x.example>\n{more}\n{body}\n".encode())
    assert isinstance(parsed, Mail)
    return parsed


def reply_to(recipient: str = ANN, conversation: str = CNV, tokens: ReplyTokens = TOKENS) -> str:
    return tokens.reply_to("help@parley.example", conversation, recipient)


def leads(one: Mail, thread: Thread = THREAD) -> Leads:
    """Every clue leads to the thread, as if the store knew all of them: what is believed is then the rules' doing alone."""
    found = clues(one)
    return Leads(dict.fromkeys(found.tokens, thread), dict.fromkeys(found.ids, thread))


@dataclass(frozen=True)
class Case:
    """A mail, whether its sender is proved, what its clues lead to, and where it belongs."""

    mail: Mail
    expected: Placement
    verified: bool = False
    thread: Thread = THREAD
    known: bool = True


ANSWER = "In-Reply-To: <ours@parley.example>\n"
AUTO = "Auto-Submitted: auto-replied\n"
JOINS, NEW = Placement(CNV), Placement()


def bounce(recipient: str = BOB, original: str = "ours@parley.example", action: str = "failed") -> Mail:
    raw = (
        LETTERS["bounce"]
        .replace(b"Bob@Customer.example", recipient.encode())
        .replace(b"ours@parley.example", original.encode())
    )
    parsed = parse(
        raw.replace(
            b"Action: failed\r\nStatus: 5.1.1",
            f"Action: {action}\r\nStatus: {'5.1.1' if action == 'failed' else '4.4.1'}".encode(),
        )
    )
    assert isinstance(parsed, Mail)
    return parsed


SAID = "smtp; 550 5.1.1 nobody here"
CASES = {
    "a token and its recipient's address": Case(mail(to=reply_to()), JOINS),
    "a token in capitals": Case(mail(to=reply_to().upper()), JOINS),
    "a token in Cc": Case(mail(more=f"Cc: Help <{reply_to()}>\n"), JOINS),
    "a token that only the server saw": Case(mail(more=f"Delivered-To: {reply_to()}\n"), JOINS),
    "a token of one participant used by another": Case(mail(sender=BOB, to=reply_to(ANN)), JOINS),
    "a token and a stranger's address": Case(mail(sender=EVE, to=reply_to()), NEW),
    "a token and a stranger's address, proved": Case(mail(sender=EVE, to=reply_to()), NEW, verified=True),
    "a token minted for somebody who takes no part": Case(mail(to=reply_to(EVE)), NEW),
    "a token of another conversation": Case(mail(to=reply_to(conversation="cnv_2")), NEW),
    "a token of another centre": Case(mail(to=reply_to(tokens=OTHER_CENTRE)), NEW),
    "a token and no sender": Case(replace(mail(to=reply_to()), sender=None), NEW),
    "a token that the store does not know": Case(mail(to=reply_to()), NEW, known=False),
    "our id from a proved participant": Case(mail(more=ANSWER), JOINS, verified=True),
    "our id from a proved participant in capitals": Case(mail(sender=ANN.upper(), more=ANSWER), JOINS, verified=True),
    "our id from an unproved participant": Case(mail(more=ANSWER), NEW),
    "our id from a proved stranger": Case(mail(sender=EVE, more=ANSWER), NEW, verified=True),
    "our id in References": Case(mail(more="References: <0@x.example> <ours@parley.example>\n"), JOINS, verified=True),
    "the same subject": Case(mail(body="Re: Lamp"), NEW, verified=True),
    "the subject names the conversation": Case(mail(more=f"X-Conversation: {CNV}\n", body=CNV), NEW, verified=True),
    "a token into what ended long ago": Case(mail(to=reply_to()), Placement(earlier=CNV), thread=ENDED),
    "our id into what ended long ago": Case(mail(more=ANSWER), Placement(earlier=CNV), verified=True, thread=ENDED),
    "a forged token into what ended long ago": Case(mail(sender=EVE, to=reply_to()), NEW, thread=ENDED),
    "an absence note into what ended long ago": Case(mail(to=reply_to(), more=AUTO), JOINS, thread=ENDED),
    "an absence note without a clue": Case(mail(more=AUTO), NEW),
    "a bounce of ours": Case(bounce(), Placement(CNV, report=Report(4, "bounced", f"{BOB}: {SAID}"))),
    "a bounce of ours that ended long ago": Case(
        bounce(), Placement(CNV, report=Report(4, "bounced", f"{BOB}: {SAID}")), thread=ENDED
    ),
    "a delay of ours": Case(bounce(action="delayed"), Placement(CNV, report=Report(4, "delayed", f"{BOB}: {SAID}"))),
    "a delay of ours that is known to have bounced": Case(
        bounce(action="delayed"),
        JOINS,
        thread=replace(THREAD, written={"ours@parley.example": replace(WRITTEN, failed=True)}),
    ),
    "a delivery receipt of ours": Case(bounce(action="delivered"), JOINS),
    "a bounce for somebody we never wrote to": Case(bounce(recipient=EVE), NEW),
    "a bounce of a mail that is not ours": Case(bounce(original="theirs@x.example"), NEW),
    "a bounce of an id the store does not know": Case(bounce(), NEW, known=False),
    "a bounce of a mail that came in": Case(bounce(), NEW, thread=replace(THREAD, written={})),
}


@pytest.mark.parametrize("name", CASES)
def test_where_it_belongs(name: str) -> None:
    case = CASES[name]
    found = leads(case.mail, case.thread) if case.known else Leads()
    assert place(case.mail, case.verified, found, TOKENS) == case.expected


class Gullible(ReplyTokens):
    """The guard switched off."""

    def minted_for(self, token: str, conversation: str, sender: str, participants: Iterable[str]) -> str | None:
        return sender


def test_a_thousand_forged_tokens_join_nothing() -> None:
    """Even if each of them led to the Conversation; the genuine one joins."""
    genuine = reply_to()
    token = genuine.partition("+")[2].partition("@")[0]
    joined = believed = 0
    for count in range(1_000):
        letters = "abcdefghijklmnopqrstuvwxyz234567"
        forged = "".join(secrets.choice(letters) for _ in range(26))
        if count % 2:  # one letter of the genuine one is wrong; the last letter holds only three bits
            place_of, wrong = count % 25, letters[(letters.index(token[count % 25]) + 1 + count % 30) % 32]
            forged = token[:place_of] + wrong + token[place_of + 1 :]
        one = mail(to=genuine.replace(token, forged))
        found = Leads(dict.fromkeys(clues(one).tokens, THREAD))
        joined += place(one, True, found, TOKENS) != NEW
        believed += place(one, True, found, Gullible([b"s" * 32])) != NEW
    assert (joined, believed) == (0, 1_000)
    assert place(mail(to=genuine), False, leads(mail(to=genuine)), TOKENS) == JOINS


def test_clues_come_most_telling_first_and_not_without_end() -> None:
    one = mail(more="References: <a@x> <b@x> <c@x>\nIn-Reply-To: <d@x>\n")
    assert clues(one) == Clues((), ("d@x", "c@x", "b@x", "a@x"))
    tokens = ", ".join(reply_to(conversation=f"cnv_{count}") for count in range(50))
    ids = " ".join(f"<{count}@x>" for count in range(200))
    found = clues(mail(to=tokens, more=f"References: {ids}\n"), (reply_to(),))
    assert (len(found.tokens), len(found.ids)) == (MOST_TOKENS, MOST_IDS)
    assert found.ids[0] == "199@x"
    assert reply_to().startswith(f"help+{found.tokens[0]}@")  # what the envelope said comes first


def test_what_a_report_names_comes_before_what_it_answers() -> None:
    assert clues(bounce()).ids == ("ours@parley.example",)
    receipt = parse(LETTERS["read receipt"])
    assert isinstance(receipt, Mail)
    assert clues(receipt).ids == ("ours@parley.example",)


def test_whom_it_was_for() -> None:
    one = mail(
        to="Help <help@parley.example>", more="Delivered-To: <sales@parley.example>\nCc: ann@x, help@parley.example\n"
    )
    assert recipients(one, ("in@parley.example",)) == (
        "in@parley.example",
        "sales@parley.example",
        "help@parley.example",
        "ann@x",
    )
