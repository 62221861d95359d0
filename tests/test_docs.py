"""What the documents say is true: commands exist, links lead somewhere, code runs, columns are all there."""

import re
import shlex
from pathlib import Path

import click
import pytest

from voc import schema
from voc.cli.commands import voc

ROOT = Path(__file__).parents[1]
PAGES = sorted([ROOT / "README.md", *(ROOT / "docs").glob("*.md"), ROOT / "data" / "README.md"])
DICTIONARY = {
    "contacts": schema.CONTACTS,
    "refusals": schema.REFUSALS,
    "mentions": schema.MENTIONS,
    "assignments": schema.ASSIGNMENTS,
    "mention kinds": schema.MENTION_KINDS,
    "contact issues": schema.CONTACT_ISSUES,
    "weeks": schema.WEEKS,
    "alerts": schema.ALERTS,
    "exposures": schema.PUBLISHED["exposures"],
    "calendar": schema.PUBLISHED["calendar"],
    "issue measures": schema.ISSUE_MEASURES,
    "accounts": schema.PUBLISHED["accounts"],
}


def list_blocks(page: Path, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", page.read_text("utf-8"), re.DOTALL | re.MULTILINE)


def list_shell_lines() -> list[tuple[str, str]]:
    return [
        (page.relative_to(ROOT).as_posix(), line)
        for page in PAGES
        for block in list_blocks(page, "bash")
        for line in block.splitlines()
        if line.strip() and not line.startswith("#")
    ]


def check_voc_call(words: list[str]) -> None:
    """Parse a call as the command line would, without running it."""
    command = voc.commands[words[0]]
    with command.make_context(f"voc {words[0]}", words[1:]) as context:
        assert context.command is command


@pytest.mark.parametrize(("page", "line"), list_shell_lines())
def test_a_documented_command_exists(page: str, line: str) -> None:
    words = shlex.split(line, comments=True)
    program = Path(words[0]).name
    if program == "make":
        targets = re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
        assert next(word for word in words[1:] if "=" not in word) in targets
    elif program == "voc":
        try:
            check_voc_call(words[1:])
        except click.UsageError as error:
            pytest.fail(f"{page}: {line}: {error.format_message()}")
    elif program == "python":
        assert words[1] == "-m"
        assert (ROOT / (words[2].replace(".", "/") + ".py")).is_file()
    else:
        pytest.fail(f"{page}: nothing is known of {program!r}")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_a_link_leads_somewhere(page: Path) -> None:
    links = re.findall(r"\]\(([^)#]+)[^)]*\)", page.read_text("utf-8"))
    broken = [link for link in links if "://" not in link and not (page.parent / link).exists()]
    assert broken == []


@pytest.mark.parametrize("command", [name for name in voc.commands if name != "init"])
def test_the_help_of_a_command_is_a_sentence(command: str) -> None:
    text = voc.commands[command].help or ""
    assert text.splitlines()[0].endswith((".", "`.", ":"))


@pytest.mark.parametrize("frame", DICTIONARY)
def test_the_data_dictionary_has_every_column_in_order(frame: str) -> None:
    page = (ROOT / "data" / "README.md").read_text("utf-8")
    section = page.split(f"\n## {frame}\n")[1].split("\n## ")[0]
    told = re.findall(r"^\| ([a-z_]+) \|", section, re.MULTILINE)
    assert told[1:] == list(DICTIONARY[frame])


def test_make_help_lists_every_target() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    phony = re.search(r"^\.PHONY: (.*)$", makefile, re.MULTILINE)
    assert phony
    for target in phony[1].split():
        assert re.search(rf"^{target}:.*## \w", makefile, re.MULTILINE), target
