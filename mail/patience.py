"""How long to wait before trying again: twice as long each time up to a limit, and never exactly as long as anybody else."""

import random


def pause_seconds(failures: int, first: float, longest: float, chance: float | None = None) -> float:
    """Seconds to wait after the ``failures``-th failure in a row (from 1), between half and all of the doubled ``first``.

    ``chance`` in [0, 1) takes the place of the dice. The spread keeps many waiters from coming back at one instant.
    """
    full = min(longest, first * 2.0 ** min(failures - 1, 60))
    return full * (0.5 + 0.5 * (random.random() if chance is None else chance))
