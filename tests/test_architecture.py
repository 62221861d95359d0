"""The house keeps its shape: the ladder of imports, and files that can be read in one sitting."""

import ast
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
MOST_LINES = 300
CODE = ("voc", "flows", "dashboards", "tests", "benchmarks")
FORBIDDEN_NAMES = {"utils", "common", "helpers", "core", "base", "models"}


def list_modules(*folders: str) -> list[Path]:
    return sorted(path for folder in folders for path in (ROOT / folder).rglob("*.py"))


def test_the_ladder_holds() -> None:
    lint = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run(
        [lint, "--no-logo", "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_ladder_bites_where_a_rule_is_broken(tmp_path: Path) -> None:
    """A gate that cannot fail is worse than none: the same contracts over a tree that breaks them."""
    for package in ("flows", "dashboards"):
        (tmp_path / package).mkdir()
        (tmp_path / package / "__init__.py").touch()
    (tmp_path / "pyproject.toml").write_text((ROOT / "pyproject.toml").read_text("utf-8"), encoding="utf-8")
    for path in list_modules("voc"):
        target = tmp_path / path.relative_to(ROOT)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(path.read_bytes())
    broken = {
        "voc/stats/counts.py": "import voc.schema\nimport voc.settings\n",  # a layer imports a higher one
        "voc/text/clean.py": "import voc.stats.counts\n",  # a sibling
        "voc/extras.py": "",  # a module that no layer names
        "voc/answers/search.py": "import duckdb\n",
        "voc/settings/loading.py": "import prefect\n",
        "voc/cli/serving.py": "import streamlit\n",
        "voc/issues/embed.py": "import spacy\nimport bertopic\n",
        "dashboards/app.py": "import voc.pipeline\n",
        "flows/weekly.py": "import voc.cli\n",
        "voc/signals/weeks.py": "import dashboards\n",
    }
    for name, code in broken.items():
        (tmp_path / name).write_text(code, encoding="utf-8")
    lint = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run(
        [lint, "--no-logo", "--no-cache"], cwd=tmp_path, capture_output=True, text=True, check=False,
        env={"PYTHONPATH": str(tmp_path), "PATH": "/usr/bin:/bin", "COLUMNS": "200"},
    )  # fmt: skip
    assert done.returncode == 1, done.stdout + done.stderr
    assert ", 0 kept" in done.stdout or " 0 kept," in done.stdout, done.stdout


@pytest.mark.parametrize("path", list_modules(*CODE), ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_file_can_be_read_in_one_sitting(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) <= MOST_LINES


def test_modules_are_named_after_what_they_hold() -> None:
    assert [path for path in list_modules("voc", "flows", "dashboards") if path.stem in FORBIDDEN_NAMES] == []


@pytest.mark.parametrize(
    "path", list_modules("voc", "flows", "dashboards"), ids=lambda path: path.relative_to(ROOT).as_posix()
)
def test_a_module_says_what_it_is_for(path: Path) -> None:
    code = path.read_text("utf-8")
    assert not code.strip() or ast.get_docstring(ast.parse(code))


def test_a_public_functions_name_is_unique_in_the_repository() -> None:
    names: Counter[str] = Counter()
    for path in list_modules("voc"):
        tree = ast.parse(path.read_text("utf-8"))
        names.update(
            node.name
            for node in tree.body
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
        )
    assert {name: count for name, count in names.items() if count > 1} == {}


def catches_everything(handler: ast.ExceptHandler) -> bool:
    names = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    return any(name is None or (isinstance(name, ast.Name) and name.id == "Exception") for name in names)


def test_nobody_catches_everything() -> None:
    caught = [
        path.relative_to(ROOT).as_posix()
        for path in list_modules("voc", "flows", "dashboards")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.ExceptHandler) and catches_everything(node)
    ]
    assert caught == ["voc/sources/plugins.py"]  # somebody else's code, which may raise anything


def test_locks_pin_by_hash_name_no_address_and_bring_no_torch() -> None:
    for name in ("requirements.lock", "requirements-dev.lock"):
        lock = (ROOT / name).read_text("utf-8")
        assert "://" not in lock
        assert "--hash=sha256:" in lock
        packages = {line.split("==")[0] for line in lock.splitlines() if "==" in line}
        assert packages.isdisjoint({"torch", "sentence-transformers", "umap-learn", "hdbscan"})
    runtime = set((ROOT / "requirements.lock").read_text("utf-8").splitlines())
    assert {line for line in runtime if "==" in line} <= set(
        (ROOT / "requirements-dev.lock").read_text("utf-8").splitlines()
    )
