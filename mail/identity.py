"""Which mail a mail is: by its bytes, and by what its writer made, whichever way and however often it comes.

Every server on the way puts trace headers on top, so one mail has other bytes in a mailbox, over SMTP and in an export. What counts here nobody
on the way touches. The Message-ID alone would not do: whoever sent it first with other words could keep a mail from us.
"""

import hashlib

from mail.headers import read

_COUNTED = (
    *("from", "date", "subject", "to", "cc", "reply-to", "message-id", "in-reply-to", "references"),
    *("content-type", "content-transfer-encoding", "dkim-signature"),
)


def mail_id(raw: bytes) -> str:
    """The id of exactly these bytes."""
    return f"eml_{hashlib.sha256(raw).hexdigest()[:40]}"


def content_key(raw: bytes, size: int) -> str:
    """A hash of the headers that the writer made (unfolded, white space collapsed) and of the body with one kind of line end.

    ``size`` is the mail's full length: of one that was too large only the header came, and a small mail must not pass for it.
    """
    header = read(raw, 0, len(raw), top=True)
    digest = hashlib.sha256()
    for wanted in _COUNTED:
        for name, value in header.fields:
            if name == wanted:
                digest.update(name.encode() + b":" + b" ".join(value.split()) + b"\n")
    body = raw[header.body :].replace(b"\r\n", b"\n").replace(b"\r", b"\n").rstrip(b"\n")
    digest.update(b"\n" + body if len(raw) == size else b"\n%d" % size)
    if header.cut:  # what tells it from another mail may stand where nobody looked
        digest.update(raw)
    return digest.hexdigest()
