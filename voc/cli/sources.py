"""The command about sources: what can be taken in without saying how, and what a file seems to be."""

from pathlib import Path
from typing import Any

import click

from voc.cli.options import with_json, with_workspace
from voc.cli.printing import format_columns, print_document, print_lines, shorten_text, show_share
from voc.errors import CallError, SettingsError, SourceError
from voc.settings import Settings, find_workspace, load_settings

Document = dict[str, Any]
NAME_WIDTH = 40  # of a column, which may be a whole question
FORMATS = {
    "csv": "CSV, any delimiter, quoting and encoding (.csv .txt)",
    "tsv": "CSV by tabs (.tsv .tab)",
    "json": "JSON, a list of objects wherever it stands (.json)",
    "jsonl": "JSON Lines (.jsonl .ndjson)",
    "parquet": "Parquet (.parquet .pq)",
    "xlsx": "Excel and LibreOffice (.xlsx .xls .xlsm .xlsb .ods)",
    "sav": "SPSS (.sav .zsav)",
    "vtt": "WebVTT transcripts (.vtt)",
    "srt": "SubRip transcripts (.srt)",
    "eml": "an e-mail (.eml)",
    "mbox": "a mailbox (.mbox)",
}


@click.group(invoke_without_command=True)
@with_workspace
@with_json
@click.pass_context
def sources(ctx: click.Context, workspace: str | None, as_json: bool) -> None:
    """List what can be taken in: presets, formats, plug-ins, and this workspace's sources.

    `voc sources probe FILE` looks at a file and proposes its block for voc.toml.
    """
    if ctx.invoked_subcommand is not None:
        return
    document = list_known_sources(_open_if_there(workspace))
    if as_json:
        print_document(document)
    else:
        print_lines(*_report_sources(document))


@sources.command()
@click.argument("file", metavar="FILE")
@click.option("--format", "form", metavar="NAME", help="The format, where the name's ending does not say it.")
@with_workspace
@with_json
def probe(file: str, form: str | None, workspace: str | None, as_json: bool) -> None:
    """Look at a file and propose its [[sources]] block, ready to paste into voc.toml.

    Shows what it understood of each column: counts, lengths and shapes, never what a customer wrote.
    """
    document = probe_file(Path(file), form, _open_if_there(workspace))
    if as_json:
        print_document(document)
    else:
        print_lines(*_report_probe(document))


def _open_if_there(workspace: str | None) -> Settings | None:
    """Open the workspace; only one that was asked for must be there."""
    try:
        root = find_workspace(None if workspace is None else Path(workspace))
    except SettingsError:
        if workspace is not None:
            raise
        return None
    return load_settings(root)


def list_known_sources(settings: Settings | None) -> Document:
    """List presets, formats, plug-ins and, of a workspace, its sources with how many files each has."""
    from voc.settings.presets import list_presets, load_preset
    from voc.sources.plugins import list_plugins

    return {
        "presets": [
            {
                "preset": preset.name,
                "title": preset.title,
                "channel": preset.channel,
                "asks": list(preset.asks),
            }
            for preset in map(load_preset, list_presets())
        ],
        "formats": [{"format": name, "title": title} for name, title in FORMATS.items()],
        "plugins": [
            {"format": name, "reader": entry.value} for name, entry in sorted(list_plugins().items())
        ],
        "sources": None if settings is None else _list_configured(settings),
    }


def _list_configured(settings: Settings) -> list[Document]:
    from voc.sources.files import find_paths

    return [
        {
            "source": source.name,
            "channel": source.channel,
            "preset": source.preset,
            "format": source.format,
            "path": source.path or None,
            "files": len(find_paths(source.path, settings)) if source.path else None,
        }
        for source in settings.sources
    ]


def probe_file(path: Path, form: str | None, settings: Settings | None) -> Document:
    """Probe a file.

    Raises:
        CallError: there is no such file, its format is not known, or it cannot be read.
    """
    from voc.sources.probe.proposal import propose_source

    if not path.is_file():
        raise CallError(f"no such file: {path}")
    try:
        proposal = propose_source(
            path,
            form=_check_format(form),
            root=settings.root if settings else None,
            taken=[source.name for source in settings.sources] if settings else (),
        )
    except SourceError as error:
        raise CallError(f"{path}: {error.reason}") from error
    return {
        "file": str(path),
        "format": proposal.form,
        "records": proposal.count,
        "preset": proposal.preset,
        "channel": proposal.channel,
        "block": proposal.block,
        "missing": list(proposal.missing),
        "notes": list(proposal.notes),
        "columns": [
            {
                "name": guess.name,
                "kind": guess.kind,
                "why": guess.why,
                "filled": round(guess.traits.filled, 4),
                "distinct": round(guess.traits.distinct, 4),
                "length": round(guess.traits.length, 1),
                "shape": guess.traits.shape or None,
                "rating_scale": guess.scale,
            }
            for guess in proposal.columns
        ],
    }


def _check_format(form: str | None) -> str | None:
    from voc.settings.sources import FORMATS as NAMES

    if form is not None and form not in NAMES:
        raise CallError(f"--format: unknown format {form!r}; known: {', '.join(NAMES)}")
    return NAMES[form] if form is not None else None


def _report_sources(document: Document) -> list[str]:
    presets = [(entry["preset"], entry["channel"], entry["title"]) for entry in document["presets"]]
    formats = [(entry["format"], entry["title"]) for entry in document["formats"]]
    formats += [(entry["format"], f"plug-in {entry['reader']}") for entry in document["plugins"]]
    formats.append(("", "each also gzipped (.gz) or in a zip archive"))
    lines = [
        *format_columns(("preset", "channel", "of"), presets),
        "",
        *format_columns(("format", "of"), formats),
    ]
    if document["sources"] is None:
        return [*lines, "", "No workspace here; `voc init DIR` makes one."]
    rows = [
        (entry["source"], entry["channel"], entry["preset"] or entry["format"], entry["files"], entry["path"])
        for entry in document["sources"]
    ]
    headers = ("source", "channel", "preset or format", "files", "path")
    return [*lines, "", *format_columns(headers, rows, right="files")]


def _report_probe(document: Document) -> list[str]:
    rows = [
        (shorten_text(entry["name"], NAME_WIDTH), entry["kind"], show_share(entry["filled"]), entry["why"])
        for entry in document["columns"]
    ]
    known = f", recognised as {document['preset']}" if document["preset"] else ""
    head = f"{document['file']}: {document['format']}, {document['records']} records looked at{known}"
    columns = (
        ["", *format_columns(("column", "seems", "filled", "why"), rows, right="filled")] if rows else []
    )
    notes = [f"# {note}" for note in document["notes"]]
    return [head, *columns, "", *notes, *document["block"].splitlines()]
