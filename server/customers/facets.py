"""What Customers are filtered by: their tags, lifecycle, owner, organisation, and whether they are VIPs, each as one word of an index.

A merged Customer is found by nothing of its own: the root of its family, which shows what was taken from it, stands for it.
"""

from collections.abc import Mapping
from typing import Any

FILTERS = ("organisation", "owner", "tag", "vip", "lifecycle")
"""The likely rarest first: its index is read, the others sift what it finds."""


def facets(shown: Mapping[str, Any]) -> list[str]:
    """The words that a Customer, merges included, is filtered by."""
    named = [f"{name}:{shown[name]}" for name in ("organisation", "owner", "lifecycle") if shown.get(name)]
    return [*(f"tag:{tag}" for tag in shown.get("tags", ())), *named, *(["vip:1"] if shown.get("vip") else [])]


def asked(filters: Mapping[str, str]) -> list[str]:
    """The words that a question's filters ask for; an empty one asks for nothing."""
    return [f"{name}:{filters[name]}" for name in FILTERS if filters.get(name)]
