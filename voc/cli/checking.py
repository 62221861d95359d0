"""The command that checks the installation, the configuration and the models, and says what to do."""

from dataclasses import asdict

import click

from voc.cli.options import with_json, with_workspace
from voc.cli.printing import print_document, print_lines

EXIT_ATTENTION = 1


@click.command()
@with_workspace
@with_json
def doctor(workspace: str | None, as_json: bool) -> int:
    """Check the installation, the configuration and the models; exit 1 if something needs attention."""
    from voc.cli.checks import check_everything

    checks = check_everything(workspace)
    is_well = all(check.is_ok for check in checks)
    if as_json:
        print_document({"ok": is_well, "checks": [asdict(check) for check in checks]})
    else:
        width = max(len(check.name) for check in checks)
        for check in checks:
            print_lines(f"{'ok' if check.is_ok else 'attention':<9}  {check.name:<{width}}  {check.says}")
    return 0 if is_well else EXIT_ATTENTION
