"""Each text gets its vector once in its life, the same in whatever order and company it comes."""

from pathlib import Path

import numpy as np
import polars as pl
import pytest

from voc.errors import SettingsError
from voc.issues.embed import embed_texts
from voc.issues.encoders import LexicalEncoder, Mix, UseEncoder, fit_lexical
from voc.issues.encoders.mix import Part
from voc.pipeline.embedding import ensure_fit, fill_cache, load_model, read_vectors
from voc.pipeline.helper import Helper
from voc.settings import Settings
from voc.store.fits import find_fit_path, read_fit
from voc.store.warehouse import open_warehouse
from voc.text.normalise import derive_text_key

SAID = [
    f"{who} {thing} {fault}"
    for who in ("my", "the new")
    for thing in ("router", "invoice", "parcel", "tv")
    for fault in ("does not work", "is late", "was charged twice")
]


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(root=tmp_path, name="Test", timezone="UTC", languages=("es", "en"), currency="EUR")


@pytest.fixture(scope="module")
def encoder() -> UseEncoder:
    return UseEncoder()


def key_texts(texts: list[str]) -> pl.DataFrame:
    keys = [derive_text_key(text) for text in texts]
    return pl.DataFrame({"text_key": keys, "text": texts}, schema={"text_key": pl.String, "text": pl.String})


def test_any_order_and_batch_stores_the_same_bits(tmp_path: Path, encoder: UseEncoder) -> None:
    spellings = [text.upper() + "!" for text in SAID]
    ways = [[SAID], [SAID[::-1]], [SAID[:1], SAID[1:3], SAID[3:]], [spellings[5:], SAID]]
    keys = sorted(derive_text_key(text) for text in SAID)
    found = []
    for place, parts in enumerate(ways):
        root = tmp_path / str(place)
        settings = Settings(root=root, name="Test", timezone="UTC", languages=("en",), currency="EUR")
        with open_warehouse(settings) as warehouse:
            for part in parts:
                fill_cache(warehouse, encoder, key_texts(part))
            found.append(read_vectors(warehouse, encoder.model_id, keys))
    assert all(np.array_equal(found[0], other) for other in found[1:])


def test_vectors_come_in_the_order_asked_for(settings: Settings, encoder: UseEncoder) -> None:
    texts = key_texts(SAID)
    with open_warehouse(settings) as warehouse:
        fill_cache(warehouse, encoder, texts)
        keys = texts["text_key"].to_list()
        rows = read_vectors(warehouse, encoder.model_id, [*keys, keys[0]])
        assert np.array_equal(rows, embed_texts(encoder, [*SAID, SAID[0]]))
        with pytest.raises(ValueError, match="1 texts were never embedded"):
            read_vectors(warehouse, encoder.model_id, [*keys, "unknown"])


def test_a_text_that_is_known_is_not_embedded_again(settings: Settings, encoder: UseEncoder) -> None:
    told: list[tuple[str, int, int]] = []
    with open_warehouse(settings) as warehouse:
        fill_cache(warehouse, encoder, key_texts(SAID[:4]))
        fill_cache(warehouse, encoder, key_texts(SAID), lambda *step: told.append(step))
        assert told[-1] == ("embed", len(SAID) - 4, len(SAID) - 4)
        told.clear()
        fill_cache(warehouse, encoder, key_texts(SAID), lambda *step: told.append(step))
    assert not told


def test_adding_words_to_a_dense_encoder_embeds_nothing_densely_again(
    settings: Settings, encoder: UseEncoder
) -> None:
    lexical = LexicalEncoder(fit_lexical(SAID))
    mix = Mix([Part(1.0, encoder), Part(0.5, lexical)])
    texts, told = key_texts(SAID), list[tuple[str, int, int]]()
    with open_warehouse(settings) as warehouse:
        fill_cache(warehouse, encoder, texts)
        fill_cache(warehouse, mix, texts, lambda *step: told.append(step))
        assert {total for _, _, total in told} == {len(SAID)}  # the words' part alone
        rows = read_vectors(warehouse, mix.model_id, texts["text_key"].to_list())
        assert warehouse.list_embedded(mix.model_id).is_empty()
    assert np.allclose(rows, embed_texts(mix, SAID), atol=1e-6)


def test_two_processes_give_the_same_bits_as_one(encoder: UseEncoder) -> None:
    texts = [f"{text} {number}" for number in range(30) for text in SAID]
    told: list[int] = []
    with Helper(encoder, "use") as helper:
        for _ in range(2):
            rows = helper.embed(texts, lambda done, total: told.append(done))
            assert np.array_equal(rows, embed_texts(encoder, texts))
    assert told[-1] == len(texts)


def test_the_words_are_fitted_once_and_kept(settings: Settings) -> None:
    texts = key_texts(SAID)
    first = ensure_fit(settings, texts)
    assert first is not None
    again = ensure_fit(settings, key_texts([*SAID, "something else"]))
    assert again is not None
    assert again.model_id == first.model_id
    assert find_fit_path(settings).is_file()


def test_few_texts_are_fitted_again_when_they_have_doubled(settings: Settings) -> None:
    first = ensure_fit(settings, key_texts(SAID[:8]))
    later = ensure_fit(settings, key_texts(SAID))
    assert first is not None
    assert later is not None
    assert later.model_id != first.model_id


def test_a_damaged_fit_is_told_with_what_to_do(settings: Settings) -> None:
    ensure_fit(settings, key_texts(SAID))
    find_fit_path(settings).write_bytes(b"nonsense")
    with pytest.raises(SettingsError, match="remove it"):
        read_fit(settings)


def test_a_model_is_loaded_with_its_reference_sentences(settings: Settings) -> None:
    with open_warehouse(settings) as warehouse:
        with pytest.raises(SettingsError, match="not fitted yet"):
            load_model(warehouse, settings, encoder="tfidf")
        model = load_model(warehouse, settings, key_texts(SAID), encoder="use+tfidf")
        assert len(model.vectors) == model.prototypes.height
        assert set(model.offsets) == {"es", "en"}
        assert load_model(warehouse, settings, encoder="use+tfidf").encoder.model_id == model.encoder.model_id
