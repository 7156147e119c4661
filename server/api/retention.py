"""Retention over HTTP beside the list of rules: what one would let go, what the latest runs did, and legal holds."""

from aiohttp import web

from domain.refusal import Refused
from domain.retention import COVERS, Channel, Rule, What
from domain.times import iso
from server.access import Access, Caller
from server.api.requests import answer, body, words
from server.customers.customers import Customers
from server.customers.masking import without
from server.desk import Desk
from server.directory import Directory, Document
from server.privacy import wire as privacy_wire
from server.privacy.holds import Holds, shown_hold
from server.privacy.retention import Due, Retention, rule_of
from store.tables import Table


class RetentionPages:
    """Handlers below ``/api/v1/retention-rules``, ``/api/v1/retention-runs`` and ``/api/v1/holds``."""

    def __init__(
        self,
        *,
        retention: Retention,
        holds: Holds,
        runs: Table,
        access: Access,
        desk: Desk,
        directory: Directory,
        customers: Customers,
    ) -> None:
        self._retention, self._holds, self._runs = retention, holds, runs
        self._access, self._desk, self._directory, self._customers = access, desk, directory, customers

    async def dry_run(self, request: web.Request, caller: Caller) -> web.Response:
        """What a rule of the list would let go."""
        rule = rule_of(self._directory.get("retention-rules", request.match_info["id"]))
        return answer(await self._tried(rule, caller))

    async def try_out(self, request: web.Request, caller: Caller) -> web.Response:
        """What a rule would let go that is not saved yet."""
        given = await body(request, privacy_wire.RetentionTrial)
        check_rule(given.channel, given.what)
        if given.queue is not None:
            self._directory.get("queues", given.queue)
        rule = Rule(given.rule or "", given.channel, given.what, given.days, given.queue)
        return answer(await self._tried(rule, caller))

    async def runs(self, request: web.Request, caller: Caller) -> web.Response:
        """The latest run of each rule."""
        ids = [rule["_id"] for rule in self._directory.all("retention-rules")]
        kept = await self._runs.get_many(ids)
        return answer({"items": [_run(kept[id]) for id in ids if id in kept]})

    async def holds(self, request: web.Request, caller: Caller) -> web.Response:
        """Holds that stand, of one subject or all."""
        subject = words(request, "subject", 64)
        rows = await self._holds.standing([subject] if subject else None)
        return answer({"items": [shown_hold(row) for row in rows], "next": None})

    async def place(self, request: web.Request, caller: Caller) -> web.Response:
        """Place a hold on a Customer or a Conversation within reach."""
        given = await body(request, privacy_wire.HoldInput)
        if given.subject.startswith("cnv_"):
            await self._access.conversation(caller, given.subject)
        else:
            await self._customers.leaf(given.subject)
        return answer(shown_hold(await self._holds.place(given.subject, given.reason, caller)), 201)

    async def lift(self, request: web.Request, caller: Caller) -> web.Response:
        """Lift a hold."""
        await self._holds.lift(request.match_info["id"], caller)
        return web.Response(status=204)

    async def _tried(self, rule: Rule, caller: Caller) -> Document:
        async def seen(due: Due) -> Document:
            return await self._example(due, caller)

        return await self._retention.dry_run(rule, seen)

    async def _example(self, due: Due, caller: Caller) -> Document:
        """An example as the caller may see it: of a Conversation out of reach only that there is one."""
        shown = {"kind": due.kind, "at": iso(due.at), "name": "", "subject": "", "conversation": None, "call": None}
        if due.conversation is None:
            return shown
        state = await self._desk.conversation(due.conversation)
        if state is None or not self._directory.sees(caller.agent, state):
            return shown
        await self._customers.meet([state.customer])
        name = self._customers.reference(state.customer, state.customer_name)["name"]
        said = without({"name": name, "subject": state.subject}, self._customers.hidden(state.customer))
        return {**shown, **said, "conversation": state.id, "call": due.call}


def check_rule(channel: Channel, what: What) -> None:
    """Raises Refused for a rule of something that its channel has not."""
    if what not in COVERS[channel]:
        raise Refused(
            "invalid", f"Of {channel.replace('_', ' ')} there is only {' or '.join(COVERS[channel])} to take."
        )


def _run(kept: Document) -> Document:
    running = kept.get("cursor") is not None
    return {"rule": kept["_id"], "at": iso(kept["at"]), "gone": kept["gone"], "held": kept["held"], "running": running}
