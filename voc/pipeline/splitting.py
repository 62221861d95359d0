"""From contacts to mentions: what is new or changed is split, once."""

from voc.pipeline.clock import Progress
from voc.schema import MENTIONS, derive_mention_id, make_frame
from voc.store.warehouse import Warehouse
from voc.text.normalise import derive_text_key
from voc.text.split import split_contact

SPLIT_CONTACTS = 2000


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
