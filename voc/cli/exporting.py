"""The command that writes a list for managers into a file."""

from pathlib import Path
from typing import Any

import click

from voc.cli.options import Choice, open_settings, with_json, with_workspace
from voc.cli.printing import print_document, print_lines
from voc.errors import CallError, suggest_nearest


@click.command()
@click.argument("what", type=Choice("issues", "actions", "verbatims", "pack"), metavar="WHAT")
@click.option(
    "--format", "form", type=Choice("csv", "xlsx", "json", "pdf"), required=True, help="The file's format."
)
@click.option(
    "--out", required=True, metavar="FILE", help="The file to write; one that is there is replaced."
)
@click.option("--department", metavar="D", help="Only this department's.")
@click.option("--lang", type=Choice("es", "en"), help="The headers' language; else the workspace's first.")
@with_workspace
@with_json
def export(
    what: str,
    form: str,
    out: str,
    department: str | None,
    lang: str | None,
    workspace: str | None,
    as_json: bool,
) -> None:
    """Write the list of issues to FILE: `voc export issues --format xlsx --out issues.xlsx`."""
    from voc.answers import list_issues, open_reading, tell_status
    from voc.exports import check_export, write_export

    check_export(what, form)
    settings = open_settings(workspace)
    with open_reading(settings) as reading:
        document = list_issues(reading, department=department)
        if department is not None and not document["issues"]:
            check_department(list_issues(reading, state="all"), department)
    language = lang or ("es" if settings.languages[0] == "es" else "en")
    path = write_export(document, what, form, Path(out), language, tell_status(settings))
    if as_json:
        print_document({"file": str(path.resolve()), "format": form, "issues": len(document["issues"])})
    else:
        print_lines(f"{path}: {len(document['issues']):,} issues.")


def check_department(known: dict[str, Any], department: str) -> None:
    """Check that some issue has this department: an empty list may be right, a typing error is not.

    Raises:
        CallError: none has.
    """
    names = sorted({issue["department"] for issue in known["issues"] if issue["department"]})
    if department not in names:
        nearest = suggest_nearest(department, names)
        raise CallError(f"no issue belongs to the department {department!r}{nearest}")
