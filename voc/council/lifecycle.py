"""Where does an issue stand in the loop, from first heard to prevented?

Told from what is measured and what was decided, never stored, so it cannot disagree with either.
"""

from voc.council.decisions import Decisions


def tell_lifecycle(state: str, decisions: Decisions | None) -> str:
    """Tell the furthest step reached: `heard`, `aggregated`, `owned` or `solution_chosen`.

    Args:
        state: `recurring` or `isolated`.
        decisions: What people decided about it; None where nothing was.
    """
    if decisions is not None and decisions.lever is not None:
        return "solution_chosen"
    if decisions is not None and decisions.owner is not None:
        return "owned"
    return "aggregated" if state == "recurring" else "heard"
