"""Where an action stands, and what may follow."""

from enum import StrEnum


class Status(StrEnum):
    """Where an action stands. That it is late is not a state: the date tells."""

    IDEA = "idea"
    PLANNED = "planned"
    RUNNING = "running"
    DONE = "done"
    STOPPED = "stopped"


OPEN = frozenset({Status.IDEA, Status.PLANNED, Status.RUNNING})
FOLLOWS: dict[str, tuple[Status, ...]] = {
    Status.IDEA: (Status.PLANNED, Status.STOPPED),
    Status.PLANNED: (Status.RUNNING, Status.DONE, Status.STOPPED, Status.IDEA),
    Status.RUNNING: (Status.DONE, Status.STOPPED, Status.PLANNED),
    Status.DONE: (Status.RUNNING,),
    Status.STOPPED: (Status.IDEA,),
}
"""What may follow what, the usual step first."""
WAY = (Status.IDEA, Status.PLANNED, Status.RUNNING, Status.DONE)


class IllegalMove(Exception):
    """The action cannot go from where it stands to there."""


def check_move(now: str, then: str) -> None:
    """Raises IllegalMove."""
    if then not in FOLLOWS[now]:
        raise IllegalMove(f"{now} -> {then}")


def needs_reason(now: str, then: str) -> bool:
    """Tell whether the step must be explained: a step back, or stopping.

    OECD-DDG 4.1 asks to learn from what did not work; without a reason there is nothing to learn.
    """
    if then == Status.STOPPED or now == Status.STOPPED:
        return True
    return WAY.index(Status(then)) < WAY.index(Status(now))


def needs_result(then: str) -> bool:
    """Tell whether it must be said what came of it: only then is an action done."""
    return then == Status.DONE
