"""The encoders: each turns a text into a vector, whatever it is made of.

`open_encoder` opens what the workspace asks for; `voc/issues/embed.py` says what is done with the vectors.
"""

from voc.issues.encoders.choice import check_encoder, needs_fit, open_encoder, parse_encoder
from voc.issues.encoders.lexical import LexicalEncoder, LexicalFit, fit_lexical
from voc.issues.encoders.mix import Mix, list_models, list_parts, read_mixed
from voc.issues.encoders.protocol import Encoder, Matrix, scale_rows
from voc.issues.encoders.use import UseEncoder

__all__ = [
    "Encoder",
    "LexicalEncoder",
    "LexicalFit",
    "Matrix",
    "Mix",
    "UseEncoder",
    "check_encoder",
    "fit_lexical",
    "list_models",
    "list_parts",
    "needs_fit",
    "open_encoder",
    "parse_encoder",
    "read_mixed",
    "scale_rows",
]
