"""The rows that were refused: which and why, as a list to mend, and taken in again."""

from pathlib import Path

import click

from voc.cli import reports
from voc.cli.options import open_settings, with_json, with_workspace
from voc.cli.printing import print_document, print_lines


@click.group(invoke_without_command=True)
@with_workspace
@with_json
@click.pass_context
def quarantine(ctx: click.Context, workspace: str | None, as_json: bool) -> None:
    """List the rows that were refused, with the reason and where they stand."""
    if ctx.invoked_subcommand is not None:
        return
    from voc.answers import list_quarantine

    document = list_quarantine(open_settings(workspace))
    if as_json:
        print_document(document)
    else:
        print_lines(*reports.report_quarantine(document))


@quarantine.command("export")
@click.option("--out", required=True, metavar="FILE", help="The CSV file to write.")
@with_workspace
def export_refused(out: str, workspace: str | None) -> None:
    """Write the refused rows to a CSV file, to be mended there and taken in with `retry --from`.

    It holds what was kept of each row, redacted; customers and agents are pseudonyms, which stay
    valid. Mend what the reason names, and delete the rows that shall stay refused. Files that were
    refused whole are not in it: mend voc.toml or the file, then `voc quarantine retry`.
    """
    if Path(out).suffix.lower() != ".csv":
        raise click.BadParameter(f"{out!r} must end in .csv; that is what is written", param_hint="--out")
    from voc.exports.files import write_whole
    from voc.exports.refused import build_refused_csv
    from voc.pipeline.mending import list_refused

    refused = list_refused(open_settings(workspace))
    path = write_whole(Path(out), build_refused_csv(refused))
    print_lines(f"{refused.height:,} rows written to {path}.")
    if refused.height:
        print_lines("Mend them there, then:", f"  voc quarantine retry --from {path}")


@quarantine.command("retry")
@click.option("--source", metavar="NAME", help="Only this source's rows.")
@click.option("--from", "mended", metavar="FILE", help="The list that `export` wrote, with mended rows.")
@with_workspace
@with_json
def retry_quarantine(source: str | None, mended: str | None, workspace: str | None, as_json: bool) -> None:
    """Take refused rows in again: mended in voc.toml or beside the file, or in an exported list."""
    from voc.pipeline.mending import retry_refused, take_mended

    settings = open_settings(workspace)
    if source is not None and source not in [known.name for known in settings.sources]:
        raise click.BadParameter(f"{source!r} is no source of voc.toml", param_hint="--source")
    counts = take_mended(settings, Path(mended)) if mended else retry_refused(settings, source)
    if as_json:
        print_document(counts)
        return
    gone = (
        "were not refused any more"
        if mended
        else "came from a query, or lie in files that are not there any more"
    )
    missing = f"; {counts['missing']:,} {gone}" if counts["missing"] else ""
    told = f"{counts['taken']:,} taken in, {counts['refused']:,} still refused"
    print_lines(f"{counts['tried']:,} rows tried: {told}{missing}.")
    if counts["taken"]:
        print_lines("`voc run` mines and publishes them.")
