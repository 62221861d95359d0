"""How do two processors embed at once?

A second process embeds every other batch. It is fed through a pipe and ends with it: when this process is
killed, however hard, no orphan stays. A text's vector is the same whoever embeds it.
"""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from types import TracebackType

import numpy as np

from voc.issues.embed import BATCH, Encoder, Matrix, embed_texts
from voc.issues.encoders import UseEncoder, open_encoder

LEAST_TEXTS = 2_000  # below, a second process costs more than it brings


def is_worth_helping(count: int) -> bool:
    """Tell whether so many texts are worth a second process here."""
    return count >= LEAST_TEXTS and (os.cpu_count() or 1) > 1


def find_setting(encoder: Encoder) -> str | None:
    """Find the setting by which another process opens the same encoder; None where that would not pay."""
    return "use" if isinstance(encoder, UseEncoder) else None


class Helper:
    """A second process with the same encoder, for as long as the context lasts."""

    def __init__(self, encoder: Encoder, setting: str) -> None:
        self._encoder = encoder
        self._setting = setting

    def __enter__(self) -> "Helper":
        """Start it."""
        self._process = subprocess.Popen(  # noqa: S603  our own interpreter on our own module
            [sys.executable, "-c", f"from {__name__} import {serve_batches.__name__} as serve; serve()"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            start_new_session=True,  # what interrupts this process must not make the other one complain
        )
        self._send(self._setting)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Let it go."""
        if kind is not None:
            self._process.kill()
        self._process.communicate()

    def embed(self, texts: Sequence[str], progress: Callable[[int, int], None]) -> Matrix:
        """Embed texts, half of the batches in the other process."""
        other = len(texts) // (2 * BATCH) * BATCH
        self._send(list(texts[:other]))
        own = embed_texts(
            self._encoder, texts[other:], lambda done, total: progress(done * len(texts) // total, len(texts))
        )
        return np.vstack([self._receive(other, own.shape[1]), own])

    def _send(self, said: object) -> None:
        pipe = self._process.stdin
        if pipe is not None:
            pipe.write(json.dumps(said).encode() + b"\n")
            pipe.flush()

    def _receive(self, count: int, dims: int) -> Matrix:
        wanted = 4 * count * dims
        found = self._process.stdout.read(wanted) if self._process.stdout else b""
        if len(found) < wanted:
            raise ChildProcessError(f"the second embedding process ended (status {self._process.wait()})")
        return np.frombuffer(found, np.float32).reshape(count, dims)


def serve_batches() -> None:
    """Embed what comes in, one JSON line each: the setting, then lists of texts; rows go out as float32."""
    encoder = open_encoder(json.loads(sys.stdin.buffer.readline()))
    try:
        for line in sys.stdin.buffer:
            sys.stdout.buffer.write(embed_texts(encoder, json.loads(line)).tobytes())
            sys.stdout.buffer.flush()
    except BrokenPipeError:  # nobody waits for it any longer
        os._exit(0)
