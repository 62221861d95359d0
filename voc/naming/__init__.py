"""Names from a language model, asked over HTTP; off by default. What it answers is checked in voc.issues."""

from voc.naming.endpoint import open_namer

__all__ = ["open_namer"]
