import pytest

from voc.errors import SettingsError
from voc.issues.encoders import LexicalEncoder, Mix, fit_lexical, needs_fit, open_encoder, parse_encoder
from voc.issues.encoders.choice import LEXICAL_WEIGHT


@pytest.mark.parametrize(
    ("setting", "parts"),
    [
        ("use", [("use", None, 1)]),
        ("use+tfidf", [("use", None, 1), ("tfidf", None, LEXICAL_WEIGHT)]),
        ("0.8*use + 0.5 * tfidf", [("use", None, 0.8), ("tfidf", None, 0.5)]),
        ("sentence-transformers:org/some+model", [("sentence-transformers", "org/some+model", 1)]),
        ("model2vec:/models/a b+tfidf", [("model2vec", "/models/a b", 1), ("tfidf", None, LEXICAL_WEIGHT)]),
    ],
)
def test_a_line_says_which_encoder(setting: str, parts: list[tuple[str, str | None, float]]) -> None:
    assert [(part.kind, part.name, part.weight) for part in parse_encoder(setting)] == parts


@pytest.mark.parametrize(
    ("setting", "says"),
    [
        ("usee", "did you mean 'use'"),
        ("tf-idf", "did you mean 'tfidf'"),
        ("zebra", "known: e5, model2vec:NAME"),
        ("use+zebra", "unknown encoder 'use+zebra'"),
        ("model2vec:", "lacks the model's name"),
        ("use+use", "twice"),
        ("use+0*tfidf", "not above 0"),
        ("use:small", "unknown encoder 'use:small'"),
    ],
)
def test_what_is_not_known_is_told(setting: str, says: str) -> None:
    with pytest.raises(SettingsError, match=r"\[mining\] encoder") as caught:
        parse_encoder(setting)
    assert says in str(caught.value)


def test_only_a_lexical_part_needs_a_fit() -> None:
    assert needs_fit("use+tfidf")
    assert not needs_fit("model2vec:x")


def test_a_lexical_encoder_without_a_fit_says_what_to_do() -> None:
    with pytest.raises(SettingsError, match="voc run"):
        open_encoder("tfidf")


def test_a_mix_puts_its_parts_side_by_side() -> None:
    fit = fit_lexical([f"the router {word}" for word in ("fails", "fails again", "fails now")] * 3)
    mix = open_encoder("use+0.5*tfidf", fit)
    assert isinstance(mix, Mix)
    dense, lexical = open_encoder("use").encode(["the router"]), LexicalEncoder(fit).encode(["the router"])
    joined = mix.encode(["the router"])
    assert joined.shape == (1, dense.shape[1] + lexical.shape[1])
    assert joined[0, : dense.shape[1]] @ dense[0] == pytest.approx(1 / 1.25**0.5, abs=1e-5)
