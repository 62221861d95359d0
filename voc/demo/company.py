"""How is the demo's folder made? Everything is worked out first, then written; no clock, no network.

The folder is remade from nothing only if its marker says that this module made it.
"""

import shutil
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from voc.demo.catalogue import load_catalogue
from voc.demo.exposure import write_exposure
from voc.demo.files import write_inbox
from voc.demo.plan import plan_contacts
from voc.demo.records import Account, file_records
from voc.demo.texts import write_contact
from voc.demo.truth import describe_truth
from voc.errors import CallError

MARKER = ".voc-demo"
MARKER_TEXT = "Made by `voc demo`, which may remake this folder from nothing.\n"


@dataclass(frozen=True)
class DemoSummary:
    """What was planted."""

    root: Path
    contacts: int  # different ones, all of which ingest should store
    weeks: int
    issues: int  # that at least one contact is about
    accounts: dict[str, Account]  # source -> what ingest should count
    languages: dict[str, int]
    channels: dict[str, int]


def write_demo(root: Path, contacts: int = 4000, weeks: int = 26, seed: int = 7) -> DemoSummary:
    """Write the workspace of an invented company: voc.toml, the files of four channels, and the truth.

    The same arguments give the same bytes; the last week ends on 17 May 2026 whenever it is called.

    Args:
        root: A folder that is new, empty, or was made by this function (it is made anew).
        contacts: How many different contacts; a few flawed rows come on top.
        weeks: Over how many weeks.
        seed: Another seed, other texts and people; the same issues with the same dynamics.

    Raises:
        CallError: `root` holds something that this function did not make, or a number is below 1.
    """
    if contacts < 1 or weeks < 1:
        raise CallError(f"a demo of {contacts} contacts over {weeks} weeks: wanted 1 or more of each")
    _clear_folder(root)
    catalogue = load_catalogue()
    planned = plan_contacts(catalogue, contacts, weeks, seed)
    words = [write_contact(contact, number, catalogue, seed) for number, contact in enumerate(planned)]
    shelf = file_records(planned, words, catalogue, seed)
    config = files("voc.demo").joinpath("workspace.toml").read_bytes()
    _write_file(root / MARKER, MARKER_TEXT.encode())
    _write_file(root / "voc.toml", config)
    for name, content in {**write_inbox(shelf), **write_exposure(contacts, weeks, seed)}.items():
        _write_file(root / "inbox" / name, content)
    for name, text in describe_truth(shelf, catalogue, weeks).items():
        _write_file(root / "truth" / name, text.encode())
    return DemoSummary(
        root=root,
        contacts=len(planned),
        weeks=weeks,
        issues=len({key for contact in planned for key in contact.topics}),
        accounts=shelf.count(),
        languages=_count_by([contact.language for contact in planned]),
        channels=_count_by([contact.channel for contact in planned]),
    )


def _clear_folder(root: Path) -> None:
    if root.is_file():
        raise CallError(f"{root} is a file; wanted a folder that is new or empty")
    if root.is_dir() and any(root.iterdir()):
        if not (root / MARKER).is_file():
            raise CallError(
                f"{root} is not empty and no demo stands there\nGive a folder that is new or empty."
            )
        shutil.rmtree(root)
    root.mkdir(parents=True, exist_ok=True)


def _write_file(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def _count_by(values: list[str]) -> dict[str, int]:
    return {value: values.count(value) for value in sorted(set(values))}
