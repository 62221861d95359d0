"""How is a wrong call told?

click's own wording takes five lines, wraps and forgets the value; ours quotes what was given and
offers the nearest that would be right.
"""

import re

import click

from voc.errors import suggest_nearest

MOST_LINES = 3


def word_click_error(error: click.ClickException) -> str:
    """Word click's complaint as one line that quotes the wrong value, and one that says where help is."""
    context = error.ctx if isinstance(error, click.UsageError) else None
    path = context.command_path if context else "voc"
    hint = f"`{path} --help` explains."
    match error:
        case click.exceptions.NoSuchCommand():
            near = suggest_nearest(error.command_name, _list_commands(context))
            problem = f"unknown command {error.command_name!r}{near}"
            hint = f"`{path} --help` lists the commands."
        case click.NoSuchOption():
            near = suggest_nearest(error.option_name, _list_options(context))
            problem = f"unknown option {error.option_name!r}{near}"
        case click.MissingParameter():
            problem = f"{_name_parameter(error)} is missing"
        case click.BadParameter():
            problem = f"{_name_parameter(error)}: {error.message}"
        case _:
            problem = _word_plainly(error.format_message())
    return f"{path}: {problem}\n{hint}"


def _word_plainly(message: str) -> str:
    """Word click's remaining complaints as ours: a small beginning, no full stop, the value quoted."""
    extra = re.fullmatch(r"Got unexpected extra arguments? \((.*)\)", message, re.DOTALL)
    if extra:
        return f"unexpected argument {extra[1]!r}"
    is_sentence = message[1:2].islower()
    return (message[:1].lower() + message[1:] if is_sentence else message).rstrip(".")


def shorten_message(message: str) -> str:
    """Keep a message within three lines, whatever it quotes."""
    lines = [line.rstrip() for line in message.splitlines() if line.strip()]
    if len(lines) > MOST_LINES:
        lines = [*lines[: MOST_LINES - 1], " ".join(lines[MOST_LINES - 1 :])]
    return "\n".join(lines)


def _name_parameter(error: click.BadParameter) -> str:
    if isinstance(error.param, click.Option):
        return max(error.param.opts, key=len)
    if error.param is not None:
        return error.param.make_metavar(error.ctx) if error.ctx else str(error.param.name)
    return str(error.param_hint or "an argument")


def _list_commands(context: click.Context | None) -> list[str]:
    is_group = context is not None and isinstance(context.command, click.Group)
    return sorted(context.command.commands) if is_group else []  # type: ignore[union-attr]


def _list_options(context: click.Context | None) -> list[str]:
    if context is None:
        return []
    # click keeps a command's help option from its first call, which may have had other names for it
    parameters = context.command.params
    own = [name for found in parameters if isinstance(found, click.Option) for name in found.opts]
    return [*own, *context.help_option_names]
