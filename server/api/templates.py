"""Templates over HTTP beyond the list they are in: one of them filled in for a Conversation."""

from aiohttp import web

from domain.refusal import Refused
from server.access import Access, Caller
from server.api.directory_wire import EVERY_LOCALE
from server.api.requests import answer, words
from server.clock import Clock
from server.customers.customers import Customers
from server.customers.masking import without
from server.directory import Directory
from server.mail.template_values import values_of
from server.mail.templates import filled_template


class TemplatePages:
    """Handlers below ``/api/v1/templates``."""

    def __init__(self, access: Access, directory: Directory, customers: Customers, clock: Clock) -> None:
        self._access, self._directory, self._customers, self._clock = access, directory, customers, clock

    async def filled(self, request: web.Request, caller: Caller) -> web.Response:
        """The template for a Conversation within reach, in its language unless another is asked for; without one most names are missing.

        The footer is for mail: ``channel=chat`` leaves it out.
        """
        template = self._directory.get("templates", request.match_info["id"])
        conversation, locale = words(request, "conversation", 64), words(request, "locale", 20)
        if locale not in ("", *EVERY_LOCALE):
            raise Refused("invalid", f"locale is one of {', '.join(EVERY_LOCALE)}.")
        state = await self._access.conversation(caller, conversation) if conversation else None
        customer = await self._customers.get(state.customer) if state else None
        locale = locale or (state.locale if state else str(caller.agent["locale"]))
        if customer is not None:
            customer = without(customer, self._customers.hidden(customer["_id"]))
        values = values_of(
            self._directory, self._clock.now(), locale, state, customer, caller.agent["name"], caller.rights
        )
        footer = words(request, "channel", 10) != "chat"
        return answer(filled_template(template, locale, values, footer=footer))
