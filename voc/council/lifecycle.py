"""Where does an issue stand in the loop, from first heard to prevented?

Told from what is measured and what was decided, never stored, so it cannot disagree with either. An issue
that came back after its last action was done stands again where somebody has to choose anew.
"""

from voc.council.decisions import Decisions


def tell_lifecycle(state: str, decisions: Decisions | None, *, is_back: bool = False) -> str:
    """Tell the furthest step reached: `heard`, `aggregated`, `owned`, `solution_chosen` or `fixed`.

    Args:
        state: `recurring` or `isolated`.
        decisions: What people decided about it; None where nothing was.
        is_back: It came back after its last action was done: what was chosen did not hold.
    """
    said = decisions or Decisions()
    if not is_back and any(action.done_on for action in said.actions):
        return "fixed"
    if not is_back and said.lever is not None:
        return "solution_chosen"
    if said.owner is not None:
        return "owned"
    return "aggregated" if state == "recurring" else "heard"
