"""Where does a question lie among what customers said?

It is embedded as the published texts were: by the configured encoder, spelled as `write_embedded` has it.
"""

from voc.issues.embed import Encoder, embed_texts, open_encoder
from voc.issues.encoders import needs_fit
from voc.settings import Settings
from voc.store.fits import read_fit


def open_query_encoder(settings: Settings) -> Encoder:
    """Open the workspace's encoder, with what it learned from the workspace's texts.

    Raises:
        SettingsError: its package or model is missing, or nothing was fitted yet.
    """
    setting = settings.mining.encoder
    return open_encoder(setting, read_fit(settings) if needs_fit(setting) else None)


def embed_question(encoder: Encoder, words: str) -> list[float]:
    """Embed the words that are searched for, so that other words of the same meaning are found too."""
    return [float(number) for number in embed_texts(encoder, [words])[0]]
