"""What machines report about mails of ours: delivery (RFC 3464 and older habits), reading (RFC 8098), abuse (RFC 5965).

Servers that keep to no standard are read by their sentences: only addresses that such a server names as failed are believed,
never every address that stands in the text.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Literal

from mail.charsets import decoded
from mail.facts import AbuseReport, Address, DeliveryReport, ReadReceipt
from mail.headers import Headers, clean, message_ids, read, value_text
from mail.mime import Part

Action = Literal["failed", "delayed", "delivered"]

_ADDRESS = r"[^\s<>()\[\]\"',;:]{1,64}@[\w.-]{1,200}\w"
_FAILED_SENTENCES = tuple(
    re.compile(pattern, re.IGNORECASE | re.MULTILINE)
    for pattern in (
        rf"^[ \t]*<?({_ADDRESS})>?(?: \(.{{1,100}}\))?:",
        rf"^[ \t]*<({_ADDRESS})>\s*(?:\.\.\.|\(|$)",
        rf"^[ \t]*5\d\d[ -][^\n]{{0,20}}?<?({_ADDRESS})>?\s*\.\.\.",
        rf"\bSMTP[=: ]<?({_ADDRESS})",
        rf"^[ \t]*\"?({_ADDRESS})(?=,? on \w{{1,3}}[,/] ?|\":?\r?$| *\(| *\r?$)",
        rf"(?:recipient(?: address)?|failed address|user|mailbox|адресат|получател\w+|odbiorc\w+|destinatari\w+|empfänger)\W{{0,6}}<?({_ADDRESS})",
        rf"(?:was(?:n't| not) delivered|could not be delivered|delivery failed|undeliverable|failed to deliver) to[\s:]{{0,20}}[<']?({_ADDRESS})",
        rf"\b(?:message|mail|letter|delivery) to <?({_ADDRESS})>?,? (?:has|had|was|is|could|can|did)",
        rf"^[ \t]*(?:\w+ ){{2,9}}\w+: <?({_ADDRESS})>?[ \t]*\r?$",
    )
)
_FAILURE_BEGINS = re.compile(
    r"did not reach the following|following (?:address|recipient)|(?:could|can)(?: ?not|n't) be delivered|was not delivered"
    r"|unable to deliver|undeliverable|permanent(?: fatal)? error|delivery .{0,40}failed|not be(?:en)? delivered to|fatal errors"
    r"|(?:did|will) not (?:reach|receive)|(?:couldn't|cannot|can't) be delivered|addresses (?:were|are) unknown|has been delayed|failed to deliver"
    r"|(?:konnte|wurde)(?: noch)? nicht .{0,60}zugestellt|nie (?:mogła|może|została) .{0,20}dostarczon|impossibile recapitare|non è stato .{0,20}(?:consegna|recapitat)"
    r"|не (?:удалось|может быть) .{0,20}(?:доставл|отправл)|échec de (?:la )?remise|n'a pas pu être remis|no se (?:pudo|puede|ha podido) entregar",
    re.IGNORECASE,
)
_COPY_BEGINS = re.compile(
    r"^[-* \t>]{0,40}(?:(?:this is|below).{0,40}copy of|original message(?: follows| headers)?\b|the original message follows"
    r"|unsent message|message headers follow|returned message|исходное сообщение|oryginalna wiadomość|messaggio originale"
    r"|ursprüngliche nachricht)|^Return-Path: |^Received: ",
    re.IGNORECASE | re.MULTILINE,
)
_DAEMON = re.compile(
    r"mailer-?daemon|mdaemon|mail\.?delivery|postmaster|mail (?:delivery )?(?:sub)?system|mail admin|microsoftexchange|bounce",
    re.IGNORECASE,
)
_FAILURE_SUBJECT = re.compile(
    r"undeliver|failure notice|(?:delivery|mail|message).{0,30}(?:fail|problem|delay|notif|report|status|unsuccess|not be)"
    r"|fail\w* (?:delivery|mail)|returned (?:mail|to sender)|could not send|mail system error|delay(?:ed)? mail|unzustellbar|nicht zustellbar"
    r"|\bndn\b|non-?deliver|unknown (?:user|recipient|address)|user unknown|niedostarczon|nie można dostarczyć|zwrot"
    r"|mancat[ao] (?:consegna|recapito)|non recapitat|impossibile recapitare|не ?доставлен|недоставлен|non remis|échec de (?:la )?remise"
    r"|no se (?:puede|pudo|ha podido) entregar|no entregad|zustellung .{0,20}verzögert|opóźnion\w+ dostarcz|consegna .{0,20}ritard|доставк\w+ .{0,20}задерж",
    re.IGNORECASE,
)
_DELAYED = re.compile(
    r"\bdelay|still (?:undelivered|being retried|trying)|will (?:keep|continue|be) (?:trying|retr)|warning.{0,40}could not send"
    r"|no action is required|do not need to resend|opóźni|verzöger|ritard|задерж",
    re.IGNORECASE,
)
_STATUS = re.compile(r"(?<![\d.])([245]\.\d{1,3}\.\d{1,3})(?![\d.])")
_MESSAGE_ID = re.compile(r"^[ \t>]*Message-ID:\s*<([^<>\s]{1,900})>", re.IGNORECASE | re.MULTILINE)
_XTEXT = re.compile(r"\+([0-9A-F]{2})")
"""How servers write an address inside a parameter (RFC 3461); not all of them change it back."""
_MOST_RECIPIENTS = 100


def delivery_report(
    root: Part, headers: Headers, sender: Address | None, subject: str, text: str
) -> DeliveryReport | None:
    """What a delivery report says, or None when the mail is none."""
    structured = _structured(root)
    if structured is None and not _is_from_machine(headers, sender, subject):
        return None
    report = text[:50_000]
    copy = _COPY_BEGINS.search(report)
    said = report[: copy.start()] if copy else report
    if structured:
        recipients, action, status, diagnostic = structured
    else:
        recipients, action = (), "delayed" if _DELAYED.search(f"{subject}\n{said}") else "failed"
        status, diagnostic = next(iter(_STATUS.findall(said)), ""), ""
    recipients = recipients or tuple(_named_as_failed(headers, said, sender))
    if not recipients and structured is None and not _FAILURE_BEGINS.search(said):
        return None
    return DeliveryReport(recipients, action, status, diagnostic or _reason(said), _original_id(root, report))


def _is_from_machine(headers: Headers, sender: Address | None, subject: str) -> bool:
    if headers.has("x-failed-recipients"):
        return True
    who = f"{sender.address} {sender.name}" if sender else ""
    nobody = headers.text("return-path").replace(" ", "") in {"<>", "<MAILER-DAEMON>"}
    return bool((_DAEMON.search(who) or nobody) and _FAILURE_SUBJECT.search(subject))


def _structured(root: Part) -> tuple[tuple[str, ...], Action, str, str] | None:
    """Recipients, action, status and diagnostic of a message/delivery-status part, or None without one."""
    part = next(
        (part for part in root.walk() if part.type in {"message/delivery-status", "message/global-delivery-status"}),
        None,
    )
    if part is None:
        return None
    groups = list(_groups(part.content()[:200_000]))
    told = [
        group
        for group in groups
        if group.has("final-recipient") or group.has("action") or group.has("original-recipient")
    ]
    bad = [group for group in told if not _is_good(group)] or told
    bad = [group for group in bad if not group.text("action").lower().startswith("delay")] or bad
    recipients = [address for group in bad if (address := _recipient(group))]
    last = bad[-1] if bad else Headers((), 0)
    status = next(iter(_STATUS.findall(last.text("status"))), "")
    return (
        tuple(dict.fromkeys(recipients))[:_MOST_RECIPIENTS],
        _action(last, status),
        status,
        last.text("diagnostic-code"),
    )


def _is_good(group: Headers) -> bool:
    return group.text("action").lower().startswith(("delivered", "relayed", "expanded"))


def _action(group: Headers, status: str) -> Action:
    action = group.text("action").lower()
    if action.startswith("delay") or (not action and status.startswith("4")):
        return "delayed"
    return "delivered" if _is_good(group) or status.startswith("2") else "failed"


def _groups(content: bytes) -> Iterator[Headers]:
    """The field groups of a report, which empty lines set apart."""
    for block in re.split(rb"(?:\r?\n[ \t]*){2,}", content.strip())[: _MOST_RECIPIENTS + 1]:
        yield read(block, 0, len(block))


def _recipient(group: Headers) -> str:
    """The address as we wrote it if the report says so; a gateway's own form of it means nothing to us."""
    final = group.text("final-recipient").lower()
    for name in ("original-recipient", "final-recipient"):
        kind, _, value = group.text(name).partition(";")
        value = value or kind
        if "+" in value and (plain := _XTEXT.sub(lambda code: chr(int(code[1], 16)), value).strip()).lower() in final:
            value = plain
        address = re.search(_ADDRESS, value)
        if address and "/" not in address[0] and "=" not in address[0].split("@")[0]:
            return address[0].lower()
    return ""


def _named_as_failed(headers: Headers, said: str, sender: Address | None) -> Iterable[str]:
    """The addresses that a server without a standard form calls undeliverable."""
    listed = re.findall(_ADDRESS, headers.text("x-failed-recipients"))
    if listed:
        return dict.fromkeys(address.lower() for address in listed[:_MOST_RECIPIENTS])
    begins = _FAILURE_BEGINS.search(said)
    failed = said[said.rfind("\n", 0, begins.start()) + 1 :] if begins else said
    ours = {sender.address.lower() if sender else ""}
    found: dict[str, None] = {}
    for sentence in _FAILED_SENTENCES:
        found.update((match[1].lower(), None) for match in sentence.finditer(failed))
        if set(found) - ours:
            break
    return list(dict.fromkeys(address for address in found if address not in ours and not _DAEMON.search(address)))[
        :_MOST_RECIPIENTS
    ]


def _reason(said: str) -> str:
    """The line of a report that holds a reply code, for the agent."""
    line = next((line for line in said.splitlines() if re.search(r"\b[45]\d\d[ -]|[45]\.\d+\.\d+", line)), "")
    return clean(line)[:500]


def _original_id(root: Part, report: str) -> str:
    """The Message-ID of the mail that came back: from the copy attached, else from one pasted into the text."""
    for headers in _copies(root):
        found = message_ids(headers.all("message-id"))
        if found:
            return found[0]
    pasted = _MESSAGE_ID.search(report)
    return pasted[1] if pasted else ""


def _copies(root: Part) -> Iterator[Headers]:
    for part in root.walk():
        if (
            part.type in {"message/rfc822", "text/rfc822-headers", "message/rfc822-headers", "message/global"}
            and part is not root
        ):
            content = part.content()[:300_000]
            yield read(content, 0, len(content), top=True)


def read_receipt(root: Part) -> ReadReceipt | None:
    """What a message/disposition-notification part says, or None."""
    group = _first_group(root, "message/disposition-notification")
    if group is None:
        return None
    original = next(iter(message_ids(group.all("original-message-id"))), "")
    disposition = group.text("disposition").split(";")[-1].split("/")[0].strip().lower()
    return ReadReceipt(original, disposition)


def abuse_report(root: Part) -> AbuseReport | None:
    """What a message/feedback-report part says, or None."""
    group = _first_group(root, "message/feedback-report")
    if group is None:
        return None
    recipients = (
        address for value in group.all("original-rcpt-to") for address in re.findall(_ADDRESS, value_text(value))
    )
    return AbuseReport(
        group.text("feedback-type").lower(), _original_id(root, ""), tuple(recipients)[:_MOST_RECIPIENTS]
    )


def _first_group(root: Part, kind: str) -> Headers | None:
    part = next((part for part in root.walk() if part.type == kind), None)
    if part is None:
        return None
    content = decoded(part.content()[:100_000]).lstrip().encode("utf-8")
    return read(content, 0, len(content))
