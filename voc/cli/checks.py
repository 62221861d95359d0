"""Is everything here that a run needs?

Each check answers with what was found, or with what to do. None changes anything.
"""

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path

from voc.errors import SettingsError, VocError
from voc.settings import MiningSettings, Settings, find_workspace, load_settings

LEAST_FREE_BYTES = 2 * 1024**3


@dataclass(frozen=True)
class Check:
    """What one check found: whether it is well, and what it says to the person."""

    name: str
    is_ok: bool
    says: str


def check_everything(workspace: str | None) -> list[Check]:
    """Run every check, those of the workspace only where there is one."""
    checks = [check_python(), check_packages(), *_check_models()]
    try:
        settings = load_settings(find_workspace(None if workspace is None else Path(workspace)))
    except VocError as error:
        return [*checks, Check("workspace", False, join_lines(error))]
    checks.append(Check("workspace", True, f"{settings.root}: {len(settings.sources)} sources"))
    from voc.cli.exposure_checks import check_exposures
    from voc.cli.privacy_checks import check_privacy

    own = [*check_exposures(settings), check_lock(settings), check_disk(settings), *check_privacy(settings)]
    if settings.mining.encoder != MiningSettings().encoder:
        own.insert(0, check_encoder_works(settings))
    return [*checks, *check_inbox(settings), *own]


def check_python() -> Check:
    """Check the interpreter's version."""
    found = ".".join(str(part) for part in sys.version_info[:3])
    is_ok = (3, 11) <= sys.version_info[:2] < (3, 13)
    advice = "" if is_ok else "; wanted 3.11 or 3.12: make setup PYTHON=python3.12"
    return Check("python", is_ok, found + advice)


def check_packages() -> Check:
    """Check that what this project requires is installed."""
    missing = sorted(set(_list_missing_packages()))
    if missing:
        return Check("packages", False, f"missing: {', '.join(missing)}; `make setup` installs them")
    return Check("packages", True, f"voc {version('voc')} and all it requires")


def check_inbox(settings: Settings) -> Iterator[Check]:
    """Check that each source's path names files, and that its query can be asked."""
    from voc.sources.database import find_query_fault
    from voc.sources.files import find_paths

    if not settings.sources:
        yield Check("inbox", False, "voc.toml has no [[sources]]; `voc init` in another folder shows how")
    for source in settings.sources:
        name = f"source {source.name}"
        if source.query:
            fault = find_query_fault(source, settings)
            yield Check(name, fault is None, fault or "its database answers the query")
            continue
        paths = find_paths(source.path, settings)
        unreadable = [path for path in paths if not os.access(path, os.R_OK)]
        if unreadable:
            yield Check(name, False, f"{unreadable[0]} may not be read by this user; change its rights")
        elif paths:
            yield Check(name, True, f"{len(paths)} files match {source.path}")
        else:
            yield Check(name, False, f"no file matches {source.path}; put files there or mend its path")


def check_lock(settings: Settings) -> Check:
    """Check that no other process is writing the warehouse."""
    from voc.errors import BusyError
    from voc.store.connect import hold_writer_lock

    folder = settings.warehouse_path.parent
    if not folder.is_dir():
        return Check("warehouse", True, "not there yet; the first run makes it")
    try:
        with hold_writer_lock(folder, patience=0.2):
            return Check("warehouse", True, "free")
    except BusyError as error:
        return Check("warehouse", False, join_lines(error))


def check_disk(settings: Settings) -> Check:
    """Check that the workspace can be written and has room."""
    free = shutil.disk_usage(settings.root).free
    room = f"{free / 1024**3:.1f} GB free"
    if not os.access(settings.root, os.W_OK):
        return Check("disk", False, f"{settings.root} cannot be written; change its rights")
    if free < LEAST_FREE_BYTES:
        return Check("disk", False, f"{room}; a run wants {LEAST_FREE_BYTES / 1024**3:.0f} GB: make room")
    return Check("disk", True, room)


def _list_missing_packages() -> Iterator[str]:
    for requirement in requires("voc") or ():
        if "extra ==" in requirement:
            continue
        name = requirement.split(";")[0].split("[")[0]
        for sign in "=<>!~ ":
            name = name.split(sign)[0]
        try:
            version(name)
        except PackageNotFoundError:
            yield name


def _check_models() -> Iterator[Check]:
    yield _try_check("encoder", _embed_sentence)
    yield _try_check("full text", _search_sentence)


def _try_check(name: str, attempt: Callable[[], str]) -> Check:
    try:
        return Check(name, True, attempt())
    except (VocError, ImportError, OSError, RuntimeError, ValueError) as error:
        advice = "" if isinstance(error, SettingsError) else "; `make setup` installs it anew"
        return Check(name, False, f"{join_lines(error)}{advice}")


def check_encoder_works(settings: Settings) -> Check:
    """Check that the workspace's encoder can be loaded and embeds."""
    return _try_check("encoder of voc.toml", lambda: _embed_sentence(settings))


def _embed_sentence(settings: Settings | None = None) -> str:
    from voc.issues.embed import embed_texts, open_encoder
    from voc.issues.encoders import fit_lexical, needs_fit

    setting = settings.mining.encoder if settings else "use"
    fit = None
    if settings and needs_fit(setting):
        from voc.store.fits import read_fit

        fit = read_fit(settings)
    is_unfitted = needs_fit(setting) and fit is None
    encoder = open_encoder(setting, fit_lexical([]) if is_unfitted else fit)
    vectors = embed_texts(encoder, ["El pedido no llega en la fecha"])
    told = f"{encoder.model_id}, {vectors.shape[1]} dimensions"
    return f"{setting}; the next run fits it" if is_unfitted else told


def _search_sentence() -> str:
    from voc.store.questions import try_extension

    return try_extension("fts")


def join_lines(error: BaseException) -> str:
    """Word an error in one line."""
    return " ".join(str(error).split())
