"""How long the agent leaves alone what failed and may go well later."""

from __future__ import annotations

LONGEST = 300.0


def pause(tries: int) -> float:
    """Seconds until what failed so many times is tried again: ever longer, up to five minutes."""
    return min(LONGEST, 2.0**tries)
