"""Any sentence-transformers or model2vec model, by its name or from a folder.

A name that is no folder is looked up by the library, which may fetch it: that is what naming it asks for.
Without a network nothing is fetched, and the message says so.
"""

from collections.abc import Sequence
from hashlib import blake2b
from pathlib import Path
from typing import Any

import numpy as np

from voc.errors import SettingsError
from voc.issues.encoders.missing import import_package
from voc.issues.encoders.protocol import Matrix, scale_rows

CONTENTS = ("*.json", "*.safetensors", "*.bin", "*.onnx", "*.txt", "*.model")


class SentenceTransformersEncoder:
    """A model of sentence-transformers; needs torch, which is never installed unasked."""

    def __init__(self, name: str) -> None:
        package = import_package("sentence_transformers", "sentence-transformers")
        self._model = open_model("sentence-transformers", name, lambda: package.SentenceTransformer(name))
        self.model_id = identify_model("sentence-transformers", name)

    def encode(self, texts: Sequence[str]) -> Matrix:
        """Embed texts one by one: padding makes a vector depend on its batch."""
        if not texts:
            return np.zeros((0, self._model.get_sentence_embedding_dimension()), np.float32)
        rows = [self._model.encode([text], show_progress_bar=False)[0] for text in texts]
        return scale_rows(np.asarray(rows, np.float32))


class Model2VecEncoder:
    """A static model of model2vec: thousands of texts a second."""

    def __init__(self, name: str) -> None:
        package = import_package("model2vec", "model2vec")
        self._model = open_model(
            "model2vec", name, lambda: package.StaticModel.from_pretrained(name, force_download=False)
        )
        self.model_id = identify_model("model2vec", name)

    def encode(self, texts: Sequence[str]) -> Matrix:
        """Embed texts: the mean of their tokens' vectors, each text's by itself."""
        if not texts:
            return np.zeros((0, self._model.dim), np.float32)
        return scale_rows(self._model.encode(list(texts), use_multiprocessing=False).astype(np.float32))


def open_model(kind: str, name: str, load: Any) -> Any:
    """Load a model.

    Raises:
        SettingsError: it is neither a folder nor to be had; says what to do.
    """
    try:
        return load()
    except (OSError, ValueError, RuntimeError) as error:
        first = (str(error).splitlines() or [type(error).__name__])[0]
        raise SettingsError(
            f"voc.toml: [mining] encoder: the model {name!r} cannot be loaded by {kind}: {first[:200]}\n"
            "Wanted the model's folder, or a name that the library can fetch or has fetched before."
        ) from None


def identify_model(kind: str, name: str) -> str:
    """Name a model: a folder by a hash of what lies in it, else by the name it was asked for."""
    folder = Path(name)
    if not folder.is_dir():
        return f"{kind}/{name}"
    digest = blake2b(digest_size=6)
    for path in sorted(path for pattern in CONTENTS for path in folder.rglob(pattern)):
        digest.update(path.relative_to(folder).as_posix().encode())
        digest.update(path.read_bytes())
    return f"{kind}/{folder.name}/{digest.hexdigest()}"
