"""What do people do about an issue, from which day on does it hold, and which alerts do they know of?

An action is judged from the day on which it was done, so a day in the future is refused. Kinds of contacts
that people put right are recorded here too: they teach the next run.
"""

from collections.abc import Sequence
from datetime import date

from voc.council.decisions import Action, take_line
from voc.council.standing import Standing
from voc.errors import CallError, suggest_nearest
from voc.schema import CONTACT_KINDS, OPPORTUNITIES, NewEvent

LATENT = {  # what lies in which kind
    "avoidable": OPPORTUNITIES[:3],
    "simple": ("missing_information",),
    "valuable": ("buy_more",),
}
MOST_DIGITS = 4


def list_actions(standing: Standing) -> list[Action]:
    """List all actions that stand, in the order in which they were added."""
    actions = [action for held in standing.decisions.values() for action in held.actions]
    return sorted(actions, key=lambda action: (len(action.action_id), action.action_id))


def add_action(
    standing: Standing,
    issue_id: str,
    text: str,
    *,
    owner: str | None = None,
    due: date | None = None,
    effect: str | None = None,
) -> NewEvent:
    """Add an action to a live issue, under the next number, which no action ever had.

    Raises:
        CallError: there is no such issue, or nothing is said.
    """
    live = standing.require_live(issue_id, "action add")
    number = 1 + sum(event.kind == "action" for event in standing.told)
    payload = {
        "action": f"A-{number:0{MOST_DIGITS}d}",
        "text": take_line(text, "action"),
        "owner": take_line(owner, "owner") if owner else None,
        "due": due.isoformat() if due else None,
        "effect": take_line(effect, "effect") if effect else None,
    }
    return NewEvent("action", live, payload)


def finish_action(standing: Standing, action_id: str, on: date, today: date) -> NewEvent:
    """Say that an action is done, from a day on; said again, the later day holds.

    Raises:
        CallError: there is no such action, or the day has not come.
    """
    wanted = action_id.strip().upper()
    actions = {action.action_id: action for action in list_actions(standing)}
    if wanted not in actions:
        hint = suggest_nearest(wanted, list(actions)) if actions else "; no action was added so far"
        raise CallError(f"action done: no such action {action_id!r}{hint}")
    if on > today:
        raise CallError(f"action done {wanted} --on {on}: that day has not come; wanted {today} or earlier")
    return NewEvent("action_done", actions[wanted].issue_id, {"action": wanted, "on": on.isoformat()})


def acknowledge_alert(
    issue_id: str, week: str, today: date, *, until: date | None = None, why: str | None = None
) -> NewEvent:
    """Say that an alert is known; it sleeps until a day, or for as long as it lasts.

    Raises:
        CallError: the day has passed.
    """
    if until is not None and until < today:
        raise CallError(f"acknowledge {issue_id} --until {until}: it has passed; wanted {today} or later")
    payload = {
        "week": week,
        "until": until.isoformat() if until else None,
        "why": take_line(why, "why") if why else None,
    }
    return NewEvent("acknowledge", issue_id, payload)


def classify_contacts(
    contacts: Sequence[tuple[str, str]],
    kind: str,
    opportunity: str | None = None,
    issue_id: str | None = None,
) -> NewEvent:
    """Say what contacts are to the company; it holds for ever, and teaches the next run.

    Args:
        contacts: Source and id there of each.
        kind: Of CONTACT_KINDS, but `repeat`, which follows from the customer's contacts.
        opportunity: Of OPPORTUNITIES, one that lies in such a kind; or None.
        issue_id: On whose page it was said, or None.

    Raises:
        CallError: no contact is named, or kind and opportunity do not go together.
    """
    if not contacts:
        raise CallError("kind: no contact was named; wanted ids as in `voc contacts`")
    if kind == "repeat":
        raise CallError("kind 'repeat' follows from the customer's contacts; say 'avoidable' or another kind")
    if kind not in CONTACT_KINDS:
        raise CallError(f"unknown kind {kind!r}{suggest_nearest(kind, [*CONTACT_KINDS])}")
    if opportunity is not None and opportunity not in OPPORTUNITIES:
        raise CallError(
            f"unknown opportunity {opportunity!r}{suggest_nearest(opportunity, [*OPPORTUNITIES])}"
        )
    if opportunity is not None and opportunity not in LATENT.get(kind, ()):
        fitting = " or ".join(repr(name) for name, told in LATENT.items() if opportunity in told)
        raise CallError(f"opportunity {opportunity!r} lies in contacts of kind {fitting}, not {kind!r}")
    named = sorted({(str(source), str(source_id)) for source, source_id in contacts})
    payload = {"contacts": [list(pair) for pair in named], "kind": kind, "opportunity": opportunity}
    return NewEvent("classify", issue_id, payload)
