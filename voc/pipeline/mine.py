"""From stored contacts to issues: split into mentions, embed, find and keep issues, assign, tell kinds."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

import numpy as np
import polars as pl

from voc.council.decisions import fold_decisions
from voc.issues.corpus import Corpus, choose_texts, take_fingerprint
from voc.issues.embed import Encoder, Matrix, embed_texts, learn_offsets, open_encoder, remove_offsets
from voc.issues.mine import hold_session, is_held
from voc.issues.name import Encode
from voc.issues.place import make_course
from voc.issues.register import Register, fold_register
from voc.issues.session import Session
from voc.issues.transitions import word_transitions
from voc.pipeline.clock import Progress, find_as_of, find_midnight_after, keep_quiet
from voc.pipeline.desk import Desk, place_all, select_texts, word_progress
from voc.schema import ASSIGNMENTS, MENTION_KINDS, MENTIONS, derive_mention_id, make_frame
from voc.settings import Settings
from voc.signals.kinds import classify_kinds, read_kind_prototypes, train_kinds
from voc.store.ledger import Ledger, open_ledger
from voc.store.warehouse import Warehouse, open_warehouse
from voc.text.boilerplate import find_boilerplate
from voc.text.identity import strip_identity
from voc.text.normalise import derive_text_key
from voc.text.split import split_contact

SPLIT_CONTACTS = 2000
TOOL = "voc"  # by whom the tool's own events are


@dataclass(frozen=True)
class Model:
    """The encoder with what it was calibrated on: reference sentences whose kind is known."""

    encoder: Encoder
    prototypes: pl.DataFrame
    vectors: Matrix  # of the prototypes, raw
    offsets: dict[str, Matrix]


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
        model = load_model(warehouse, settings)
        chosen = choose_texts(mentions, settings.languages, find_boilerplate(mentions))
        fill_cache(warehouse, model.encoder, chosen, tell)
        desk = Desk(warehouse, model.encoder.model_id, model.offsets, chosen)
        tell("discover", 0, 1)
        born = extend_register(desk, register, ledger, settings, model, instant)
        register = fold_register(ledger.read_events())
        tell("discover", 1, 1)
        placed = place_all(desk, register, tell)
        if register.last_as_of:
            heard = placed.join(chosen, on="mention_id").select("issue_id", "occurred_at")
            told = word_transitions(heard, register, register.last_as_of)
            ledger.record_events(told, by_whom=TOOL, at=datetime.now(UTC))
        assignments = complete_assignments(placed, mentions)
        kinds = tell_kinds(desk.gather(chosen), chosen, assignments, model)
        record = {"mentions": mentions.height, "texts": chosen["text_key"].n_unique()}
        warehouse.write_mining(
            assignments, kinds, record | word_progress(desk, register), method="anchors", as_of=horizon
        )
    assigned = assignments["issue_id"].drop_nulls().len()
    return {
        "mentions": mentions.height,
        "assigned": assigned,
        "issues": len(register.issues),
        "born": born,
        "as_of": instant.isoformat(),
    }


def split_contacts(warehouse: Warehouse, tell: Progress) -> None:
    """Split new and changed contacts into mentions."""
    contacts = warehouse.read_unsplit_contacts()
    for start in range(0, contacts.height, SPLIT_CONTACTS):
        part = contacts.slice(start, SPLIT_CONTACTS)
        rows = [
            {
                "mention_id": derive_mention_id(contact_id, ordinal),
                "contact_id": contact_id,
                "ordinal": ordinal,
                "language": language,
                "text": mention.text,
                "spans": [{"start": start, "end": end} for start, end in mention.spans],
                "text_key": derive_text_key(mention.text),
            }
            for contact_id, language, whole, channel in part.select(
                "contact_id", "language", "text", "channel"
            ).iter_rows()
            for ordinal, mention in enumerate(split_contact(whole, language, channel=channel), start=1)
        ]
        warehouse.write_mentions(part["contact_id"].to_list(), make_frame(rows, MENTIONS))
        tell("split", min(start + SPLIT_CONTACTS, contacts.height), contacts.height)


def load_model(warehouse: Warehouse, settings: Settings) -> Model:
    """Open the configured encoder and embed the reference sentences, once in a warehouse's life."""
    encoder = open_encoder(settings.mining.encoder)
    prototypes = read_kind_prototypes()
    keyed = prototypes.select("text", text_key=pl.Series([derive_text_key(t) for t in prototypes["text"]]))
    vectors = fill_cache(warehouse, encoder, keyed)
    raw = np.vstack([vectors[key] for key in keyed["text_key"]])
    return Model(encoder, prototypes, raw, learn_offsets(raw, prototypes["language"].to_list()))


def fill_cache(
    warehouse: Warehouse, encoder: Encoder, texts: pl.DataFrame, tell: Progress = keep_quiet
) -> dict[str, Matrix]:
    """Give every text_key its vector; only those that this model never saw are embedded, in their order."""
    unique = texts.unique("text_key", keep="first", maintain_order=True).sort("text_key")
    keys = unique["text_key"].to_list()
    known, matrix = warehouse.read_embeddings(encoder.model_id, keys)
    found = dict(zip(known, matrix, strict=True))
    missing = unique.filter(~pl.col("text_key").is_in(known))
    if missing.height:
        said = [strip_identity(text) or text for text in missing["text"]]
        fresh = embed_texts(encoder, said, lambda done, total: tell("embed", done, total))
        warehouse.write_embeddings(encoder.model_id, missing["text_key"].to_list(), fresh)
        found.update(zip(missing["text_key"].to_list(), fresh, strict=True))
    return found


def extend_register(
    desk: Desk, register: Register, ledger: Ledger, settings: Settings, model: Model, instant: datetime
) -> int:
    """Hold a mining session and record what it found; return how many issues were born."""
    seen = desk.chosen.filter(pl.col("occurred_at") < instant)
    if seen.is_empty():
        return 0
    # a session is dated by the data, so that asking for a far as-of does not close the days before it
    dated = min(instant, find_midnight_after(seen["occurred_at"].max(), settings.zone))  # type: ignore[arg-type]
    session = Session(
        as_of=dated,
        fingerprint=take_fingerprint(seen, model.encoder.model_id),
        mention_count=seen.height,
        owned=frozenset(fold_decisions(ledger.read_events())),
        model_id=model.encoder.model_id,
    )
    if is_held(register, session):
        return 0
    corpus = desk.gather(select_texts(seen, register, dated))
    course = make_course(register, desk.find_exemplars)
    encode = make_query_encoder(model)
    events = hold_session(corpus, register, session, encode, course, desk.recall_prior(register))
    ledger.record_events(events, by_whom=TOOL, at=datetime.now(UTC))
    return sum(event.kind == "birth" for event in events)


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


def tell_kinds(corpus: Corpus, chosen: pl.DataFrame, assignments: pl.DataFrame, model: Model) -> pl.DataFrame:
    """Tell each mined mention's kind and opportunity: MENTION_KINDS."""
    languages = model.prototypes["language"].to_list()
    trained = train_kinds(
        remove_offsets(model.vectors, languages, model.offsets),
        model.prototypes["kind"].to_list(),
        model.prototypes["opportunity"].to_list(),
    )
    rows = corpus.mentions.join(assignments, on="mention_id", how="left", maintain_order="left").join(
        chosen.select("mention_id", "text"), on="mention_id", how="left", maintain_order="left"
    )
    kinds, opportunities = classify_kinds(
        trained, rows["text"].to_list(), corpus.vectors[rows["place"].to_numpy()], rows["issue_id"].to_list()
    )
    return pl.DataFrame(
        {"mention_id": rows["mention_id"], "kind": kinds, "opportunity": opportunities},
        schema=dict(MENTION_KINDS),
    )
