"""What did the customer write in a ticket, and what did agents note in it?

A ticket is one contact: all that its customer wrote in it, in order. For a source whose channel is
`agent_note` the contact is each private note, under the id `ticket-note`; a ticket without notes has none.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO

from voc.errors import SourceError
from voc.settings import SourceSettings
from voc.sources.shapes.documents import get_object, list_objects, read_objects

Record = dict[str, Any]


@dataclass(frozen=True)
class Note:
    """What an agent wrote down in a ticket."""

    id: Any
    text: Any
    at: Any
    agent: Any


@dataclass(frozen=True)
class Ticket:
    """A ticket in the words of every system."""

    own: Record  # as the file has it: its other fields can be mapped too
    known: Record  # the canonical fields
    words: list[Any]  # what the customer wrote
    notes: list[Note]


def read_zendesk(stream: BinaryIO, source: SourceSettings) -> Iterator[Any]:
    """Read Zendesk tickets: an account's JSON, the API's `tickets`, each with `comments` or without."""
    return _read_tickets(read_objects(stream, "tickets", "ticket"), source, _shape_zendesk)


def read_freshdesk(stream: BinaryIO, source: SourceSettings) -> Iterator[Any]:
    """Read Freshdesk tickets: the API's, an account's, each with conversations or not."""
    return _read_tickets(
        read_objects(stream, "tickets", "ticket", "helpdesk_ticket", "results"), source, _shape_freshdesk
    )


def read_intercom(stream: BinaryIO, source: SourceSettings) -> Iterator[Any]:
    """Read Intercom conversations with their `conversation_parts`."""
    return _read_tickets(read_objects(stream, "conversations", "data"), source, _shape_intercom)


def read_salesforce(stream: BinaryIO, source: SourceSettings) -> Iterator[Any]:
    """Read Salesforce cases as the API gives them, with `CaseComments` where they were asked for."""
    return _read_tickets(read_objects(stream, "records"), source, _shape_salesforce)


def _read_tickets(
    records: Iterable[Any], source: SourceSettings, shape: Callable[[Record], Ticket | None]
) -> Iterator[Any]:
    for record in records:
        if not isinstance(record, dict):
            yield record
            continue
        ticket = shape(record)
        if ticket is None:
            raise SourceError(f"holds no {source.preset or 'ticket'} records; was it exported from there?")
        yield from _give_contacts(ticket, source.channel)


def _give_contacts(ticket: Ticket, channel: str) -> Iterator[Record]:
    if channel != "agent_note":
        yield {**ticket.own, **ticket.known, "text": _join_words(ticket.words)}
        return
    for note in ticket.notes:
        changes = {"id": f"{ticket.known['id']}-{note.id}", "text": note.text, "occurred_at": note.at}
        yield {**ticket.own, **ticket.known, **changes, "agent": note.agent or ticket.known["agent"]}


def _join_words(words: Iterable[Any]) -> str | None:
    """Join what was written, each thing once: the first comment is often the description again."""
    texts = dict.fromkeys(word.strip() for word in words if isinstance(word, str) and word.strip())
    return "\n".join(texts) or None


def _shape_zendesk(ticket: Record) -> Ticket | None:
    if "id" not in ticket or not {"requester_id", "requester", "comments", "subject"} & set(ticket):
        return None
    requester = get_object(ticket.get("requester"))
    customer = ticket.get("requester_id") or requester.get("id")
    group, assignee = get_object(ticket.get("group")), get_object(ticket.get("assignee"))
    comments = list_objects(ticket.get("comments"))
    public = [c for c in comments if c.get("public") is not False]
    known = {
        "id": ticket["id"],
        "occurred_at": ticket.get("created_at"),
        "customer": requester.get("external_id") or customer,
        "agent": ticket.get("assignee_id") or assignee.get("id"),
        "department": group.get("name") or assignee.get("group") or ticket.get("group_id"),
    }
    mine = [c for i, c in enumerate(public) if c.get("author_id", None if i else customer) == customer]
    words = [_take_words(c, "plain_body", "body", "html_body") for c in mine]
    notes = [
        Note(c.get("id"), _take_words(c, "plain_body", "body"), c.get("created_at"), c.get("author_id"))
        for c in comments
        if c.get("public") is False
    ]
    return Ticket(ticket, known, words or [ticket.get("description") or ticket.get("subject")], notes)


def _shape_freshdesk(ticket: Record) -> Ticket | None:
    if not {"id", "display_id"} & set(ticket) or not {"description", "description_text", "subject"} & set(
        ticket
    ):
        return None
    known = {
        "id": ticket.get("display_id") or ticket.get("id"),
        "occurred_at": ticket.get("created_at"),
        "customer": ticket.get("requester_id"),
        "agent": ticket.get("responder_id"),
        "department": ticket.get("group_name") or ticket.get("group_id"),
        "product": ticket.get("product_name") or ticket.get("product_id"),
    }
    parts = list_objects(ticket.get("conversations") or ticket.get("notes") or ticket.get("helpdesk_notes"))
    words = [_take_words(ticket, "description_text", "description", "subject")]
    words += [
        _take_words(p, "body_text", "body") for p in parts if p.get("incoming") and not p.get("private")
    ]
    notes = [
        Note(p.get("id"), _take_words(p, "body_text", "body"), p.get("created_at"), p.get("user_id"))
        for p in parts
        if p.get("private") and not p.get("incoming")
    ]
    return Ticket(ticket, known, words, notes)


def _shape_intercom(conversation: Record) -> Ticket | None:
    if "id" not in conversation or not {"source", "conversation_parts", "conversation_message"} & set(
        conversation
    ):
        return None
    opening = get_object(conversation.get("source") or conversation.get("conversation_message"))
    author = get_object(opening.get("author"))
    contacts = list_objects(get_object(conversation.get("contacts")).get("contacts"))
    person = contacts[0] if contacts else author if _is_persons(opening) else {}
    parts = list_objects(get_object(conversation.get("conversation_parts")).get("conversation_parts"))
    known = {
        "id": conversation["id"],
        "occurred_at": conversation.get("created_at"),
        "customer": person.get("external_id") or person.get("id"),
        "agent": conversation.get("admin_assignee_id"),
        "department": conversation.get("team_assignee_id"),
        "rating": get_object(conversation.get("conversation_rating")).get("rating"),
    }
    said = [opening, *(part for part in parts if part.get("part_type") != "note")]
    notes = [
        Note(p.get("id"), p.get("body"), p.get("created_at"), get_object(p.get("author")).get("id"))
        for p in parts
        if p.get("part_type") == "note" and p.get("body")
    ]
    return Ticket(conversation, known, [p.get("body") for p in said if _is_persons(p)], notes)


def _is_persons(part: Record) -> bool:
    """Tell what a customer wrote from what teammates and bots did."""
    return get_object(part.get("author")).get("type") in ("user", "lead", "contact", "visitor")


def _shape_salesforce(case: Record) -> Ticket | None:
    if "CaseNumber" not in case and get_object(case.get("attributes")).get("type") != "Case":
        return None
    known = {
        "id": case.get("CaseNumber") or case.get("Id"),
        "occurred_at": case.get("CreatedDate"),
        "customer": case.get("ContactId") or case.get("AccountId") or case.get("SuppliedEmail"),
        "agent": case.get("OwnerId"),
        "department": get_object(case.get("Owner")).get("Name"),
    }
    comments = list_objects(get_object(case.get("CaseComments")).get("records"))
    notes = [
        Note(c.get("Id"), c.get("CommentBody"), c.get("CreatedDate"), c.get("CreatedById")) for c in comments
    ]
    return Ticket(case, known, [_take_words(case, "Description", "Subject")], notes)


def _take_words(entry: Record, *keys: str) -> str | None:
    """Take the first of some texts that says anything."""
    return next((entry[key] for key in keys if isinstance(entry.get(key), str) and entry[key].strip()), None)
