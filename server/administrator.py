"""The first administrator: made on the first start from the settings, with a password that is printed once if none was given."""

import secrets
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from server.app import Parley

CAPACITY = {"chat": 3, "call": 1, "email": 5}


async def ensure_administrator(parley: "Parley") -> None:
    """Make an administrator where there is no Agent yet."""
    if any(True for _ in parley.directory.all("agents")):
        return
    settings = parley.settings
    password = settings.admin_password or secrets.token_urlsafe(12)
    await parley.directory.add(
        "agents",
        {
            "name": "Administrator",
            "email": settings.admin_email,
            "email_key": settings.admin_email.strip().casefold(),
            "password_hash": await parley.sessions.hash(password),
            "role": "administrator",
            "locale": "en",
            "queues": None,
            "teams": [],
            "capacity": CAPACITY,
            "active": True,
        },
    )
    if settings.admin_password is None:
        print(f"Administrator {settings.admin_email}, password {password} (shown only now)", flush=True)
