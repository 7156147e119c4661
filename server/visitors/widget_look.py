"""The colours of a widget: whatever a site picks, every text pair on it stays at 4.5 to 1 or better.

A colour is darkened on the light surface and lightened on the dark one until it can be read as text there.
"""

from functools import cache

Rgb = tuple[float, float, float]

INK, PAPER = "#1a1d1c", "#ffffff"
LIGHT_SURFACE, DARK_SURFACE = "#f3f1ec", "#1d2322"
ENOUGH = 4.5
LAUNCHERS = {
    "chat": "M21 12a9 9 0 0 1-13 8l-5 1 1-5A9 9 0 1 1 21 12z",
    "call": "M5 3h4l2 5-2.5 1.5a11 11 0 0 0 6 6L16 13l5 2v4a2 2 0 0 1-2 2A16 16 0 0 1 3 5a2 2 0 0 1 2-2z",
}
"""What the launcher shows, 24 by 24: a bubble wherever one can write as well."""
DESIGNED = {"#0b5f5c": "#58c7b8"}
"""Our own brand colour has a dark twin chosen by eye."""


def rgb(colour: str) -> Rgb:
    """``#rrggbb`` as three numbers from 0 to 1."""
    red, green, blue = bytes.fromhex(colour.removeprefix("#"))
    return red / 255, green / 255, blue / 255


def luminance(colour: str) -> float:
    """Relative luminance, 0 to 1 (WCAG 2.2, "relative luminance")."""
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in rgb(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio, 1 to 21 (WCAG 2.2, "contrast ratio")."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def mixed(colour: str, toward: str, share: float) -> str:
    """``colour`` moved by ``share`` (0 to 1) of the way to ``toward``."""
    parts = (round(255 * (a + (b - a) * share)) for a, b in zip(rgb(colour), rgb(toward), strict=True))
    return "#" + "".join(f"{part:02x}" for part in parts)


def readable(colour: str, surface: str, toward: str) -> str:
    """``colour``, moved toward ``toward`` no further than it takes to be read on ``surface``."""
    steps = (mixed(colour, toward, step / 20) for step in range(21))
    return next(step for step in steps if contrast(step, surface) >= ENOUGH)


@cache
def palette(colour: str) -> dict[str, dict[str, str]]:
    """``accent`` and the ``ink`` to write on it, for the ``light`` and the ``dark`` theme."""
    colour = colour.lower()
    light = readable(colour, LIGHT_SURFACE, "#000000")
    dark = DESIGNED.get(colour) or readable(colour, DARK_SURFACE, PAPER)
    return {theme: {"accent": accent, "ink": ink_on(accent)} for theme, accent in (("light", light), ("dark", dark))}


def ink_on(accent: str) -> str:
    """White or near-black, whichever is easier to read on ``accent``."""
    return max(PAPER, INK, key=lambda ink: contrast(ink, accent))
