"""What happens around every command: one way in, and one way to say that something is wrong.

Every error is one to three plain lines on standard error, never wrapped, and an exit status as the
contract has it; a fault of our own is the only thing that exits otherwise.
"""

import logging
import os
import sys
import warnings
from collections.abc import Sequence
from io import TextIOWrapper
from types import TracebackType

import click

from voc.cli.wording import shorten_message, word_click_error
from voc.errors import VocError

EXIT_WRONG_CALL = 2
EXIT_OUR_FAULT = 70  # sysexits.h: an internal software error
EXIT_INTERRUPTED = 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run `voc` with these arguments, by default the process's own.

    Returns:
        The exit status: 0 done, 1 something needs attention, 2 the call or the configuration is wrong,
        3 the warehouse is held.
    """
    _prepare_streams()
    _quiet_libraries()
    try:
        status = _run_command(sys.argv[1:] if arguments is None else list(arguments))
        sys.stdout.flush()
    except BrokenPipeError:
        _abandon_output()
        return 0
    except KeyboardInterrupt:
        sys.stderr.write("\n")
        return EXIT_INTERRUPTED
    return status


def _run_command(arguments: list[str]) -> int:
    from voc.cli.commands import voc

    try:
        with voc.make_context("voc", arguments) as context:
            result = voc.invoke(context)
    except click.exceptions.Exit as end:
        return end.exit_code
    except click.ClickException as error:
        return _say_error(word_click_error(error), EXIT_WRONG_CALL)
    except VocError as error:
        return _say_error(f"voc: {error}", error.exit_status)
    except BrokenPipeError:
        raise
    except OSError as error:
        place = f"{error.filename}: " if error.filename else ""
        return _say_error(f"voc: {place}{error.strerror or error}", EXIT_WRONG_CALL)
    return result if isinstance(result, int) else 0


def _say_error(message: str, status: int) -> int:
    sys.stderr.write(shorten_message(message) + "\n")
    return status


def _prepare_streams() -> None:
    """Write UTF-8 whatever the locale says: under LANG=C names would be lost."""
    for stream, errors in ((sys.stdout, "surrogateescape"), (sys.stderr, "backslashreplace")):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors=errors)


def _quiet_libraries() -> None:
    """Keep libraries' warnings from the person's screen; `VOC_DEBUG=1` shows them, and tracebacks."""
    if os.environ.get("VOC_DEBUG"):
        return
    warnings.simplefilter("ignore")
    logging.basicConfig(level=logging.ERROR, format="%(message)s")
    sys.excepthook = _say_our_fault


def _say_our_fault(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """Word a fault of ours without its message, which may quote a customer."""
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    place = f" at {trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace else ""
    _say_error(
        f"voc: a fault of ours, not of your call: {kind.__name__}{place}\n"
        "Nothing that was stored before is lost. Set VOC_DEBUG=1 and run again to see the whole of it.",
        EXIT_OUR_FAULT,
    )
    raise SystemExit(EXIT_OUR_FAULT) from error


def _abandon_output() -> None:
    """Forget what is still buffered for a reader that has gone, so that closing does not complain."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
