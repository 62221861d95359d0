"""From stored contacts to issues: split into mentions, embed, find and keep issues, assign, tell kinds."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from functools import partial

import polars as pl

from voc.council.decisions import Decisions, fold_decisions
from voc.issues.corpus import choose_texts, take_fingerprint
from voc.issues.embed import Matrix, embed_texts, remove_offsets
from voc.issues.mine import hold_session, is_held, word_session
from voc.issues.name import Encode, name_groups
from voc.issues.register import Register, fold_register
from voc.issues.session import Session
from voc.issues.transitions import word_transitions
from voc.naming import open_namer
from voc.pipeline.carrying import carry_register
from voc.pipeline.clock import Progress, find_as_of, find_midnight_after, keep_quiet
from voc.pipeline.desk import Desk, place_all, select_texts, word_progress
from voc.pipeline.embedding import Model, fill_cache, load_model
from voc.pipeline.kinds import judge_mentions, word_trial
from voc.pipeline.splitting import split_contacts
from voc.schema import ASSIGNMENTS, NewEvent
from voc.settings import Settings
from voc.store.ledger import Ledger, OvertakenError, open_ledger
from voc.store.warehouse import open_warehouse
from voc.text.boilerplate import find_boilerplate

TOOL = "voc"  # by whom the tool's own events are
PATIENCE = 3  # times that a session is held before somebody else's deciding is waited out


def mine_issues(
    settings: Settings, as_of: date | None = None, progress: Progress | None = None
) -> dict[str, object]:
    """Mine all contacts before the as-of; what was mined already is not mined again.

    Returns:
        `mentions`, `assigned`, `issues` that live, `born` in this session, `as_of`.
    """
    tell = progress or keep_quiet
    with open_warehouse(settings) as warehouse:
        split_contacts(warehouse, tell)
        instant = find_as_of(warehouse, settings, as_of)
        if instant is None:
            return {"mentions": 0, "assigned": 0, "issues": 0, "born": 0, "as_of": None}
        ledger = open_ledger(settings)
        register = fold_register(ledger.read_events())
        horizon = max(instant, register.last_as_of or instant)
        mentions = warehouse.read_mentions(horizon)
        chosen = choose_texts(mentions, settings.languages, find_boilerplate(mentions))
        model = load_model(warehouse, settings, chosen)
        fill_cache(warehouse, model.encoder, chosen, tell)
        desk = Desk(warehouse, model.encoder.model_id, model.offsets, chosen)
        tell("discover", 0, 1)
        born = extend_register(desk, ledger, settings, model, instant)
        told = ledger.read_events()
        register = fold_register(told)
        tell("discover", 1, 1)
        placed = place_all(desk, register, tell)
        if register.last_as_of:
            heard = placed.join(chosen, on="mention_id").select("issue_id", "occurred_at")
            changes = word_transitions(heard, register, register.last_as_of)
            ledger.record_events(changes, by_whom=TOOL, at=datetime.now(UTC))
        assignments = complete_assignments(placed, mentions)
        judged = judge_mentions(desk, assignments, model, told)
        record = {
            "mentions": mentions.height,
            "texts": chosen["text_key"].n_unique(),
            "last_event": told[-1].event_id if told else 0,
            "kinds": word_trial(judged.trial),
        }
        warehouse.write_mining(
            assignments, judged.kinds, record | word_progress(desk, register), method="anchors", as_of=horizon
        )
    assigned = assignments["issue_id"].drop_nulls().len()
    return {
        "mentions": mentions.height,
        "assigned": assigned,
        "issues": len(register.issues),
        "born": born,
        "as_of": instant.isoformat(),
    }


def extend_register(desk: Desk, ledger: Ledger, settings: Settings, model: Model, instant: datetime) -> int:
    """Hold a mining session and record what it found; return how many issues were born.

    Where somebody decided something meanwhile, it is held again: their word may bear on what was found.
    """
    seen = desk.chosen.filter(pl.col("occurred_at") < instant)
    if seen.is_empty():
        return 0
    # a session is dated by the data, so that asking for a far as-of does not close the days before it
    dated = min(instant, find_midnight_after(seen["occurred_at"].max(), settings.zone))  # type: ignore[arg-type]
    fingerprint = take_fingerprint(seen, model.encoder.model_id)
    for patience in reversed(range(PATIENCE)):
        told = ledger.read_events()
        owned = list_owned(fold_decisions(told))
        session = Session(
            as_of=dated,
            fingerprint=fingerprint,
            mention_count=seen.height,
            owned=owned,
            model_id=model.encoder.model_id,
            granularity=settings.mining.granularity,
        )
        events = find_events(desk, fold_register(told), session, model, seen, settings)
        try:
            last = told[-1].event_id if told else 0
            ledger.record_events(events, by_whom=TOOL, at=datetime.now(UTC), after=last)
        except OvertakenError:
            if not patience:
                raise
        else:
            break
    return sum(event.kind == "birth" for event in events)


def find_events(
    desk: Desk,
    register: Register,
    session: Session,
    model: Model,
    seen: pl.DataFrame,
    settings: Settings,
) -> list[NewEvent]:
    """Find what a session has to tell; nothing if it saw what the last one saw.

    Where the encoder has changed, issues are carried over, and what is new is left to the next session.
    """
    if is_held(register, session):
        return []
    if register.issues and register.encoder not in (None, session.model_id):
        carried = carry_register(desk.warehouse, register, seen, model, session.as_of)
        return [*carried, word_session(session)]
    corpus = desk.gather(select_texts(seen, register, session.as_of))
    course = desk.open_course(register)
    prior = desk.recall_prior(register)
    encode = make_query_encoder(model)
    name = partial(name_groups, encode=encode, namer=open_namer(settings.naming))
    return hold_session(corpus, register, session, name, course, prior)


def list_owned(decisions: Mapping[str, Decisions]) -> frozenset[str]:
    """List the issues about which people decided something that makes them theirs."""
    return frozenset(
        issue_id
        for issue_id, said in decisions.items()
        if said.owner or said.department or said.lever or said.name or said.target is not None
    )


def make_query_encoder(model: Model) -> Encode:
    """Make a function from texts and languages to vectors as the corpus has them."""

    def encode(texts: Sequence[str], languages: Sequence[str]) -> Matrix:
        return remove_offsets(embed_texts(model.encoder, list(texts)), languages, model.offsets)

    return encode


def complete_assignments(assigned: pl.DataFrame, mentions: pl.DataFrame) -> pl.DataFrame:
    """Add the mentions that were not mined (boilerplate, other languages), openly without an issue."""
    rest = mentions.select("mention_id").join(assigned, on="mention_id", how="anti")
    empty = rest.with_columns(
        issue_id=pl.lit(None, dtype=pl.String), similarity=pl.lit(None, dtype=pl.Float64)
    )
    return pl.concat([assigned, empty.select(list(ASSIGNMENTS))]).sort("mention_id")
