import numpy as np

from voc.issues.encoders import LexicalEncoder, LexicalFit, fit_lexical

TEXTS = [
    f"{who} {thing} {fault} {when}"
    for who in ("my", "our")
    for thing in ("router", "bill", "parcel", "card")
    for fault in ("does not work", "is late", "was charged twice")
    for when in ("today", "again")
]


def test_the_order_of_texts_does_not_change_the_fit() -> None:
    order = np.random.default_rng(5).permutation(len(TEXTS))
    assert fit_lexical(TEXTS).model_id == fit_lexical([TEXTS[place] for place in order]).model_id


def test_other_texts_are_another_model() -> None:
    assert fit_lexical(TEXTS).model_id != fit_lexical(TEXTS[:-3]).model_id


def test_a_text_has_the_same_vector_in_any_batch() -> None:
    encoder = LexicalEncoder(fit_lexical(TEXTS))
    whole = encoder.encode(TEXTS)
    assert np.array_equal(whole[::-1], encoder.encode(TEXTS[::-1]))
    assert np.array_equal(whole[:4], np.vstack([encoder.encode([text]) for text in TEXTS[:4]]))


def test_shared_words_bring_texts_together() -> None:
    encoder = LexicalEncoder(fit_lexical(TEXTS))
    one, same, other = encoder.encode(["my router is late", "the routers are late", "card charged twice"])
    assert one @ same > one @ other


def test_what_too_few_texts_say_is_not_learned() -> None:
    fit = fit_lexical([*TEXTS, "ask for zyxwvut", "ask for zyxwvut please"])
    assert not LexicalEncoder(fit).encode(["zyxwvut"]).any()
    assert LexicalEncoder(fit).encode(["router"]).any()


def test_few_texts_give_zeros_and_no_error() -> None:
    for texts in ([], ["one"], ["one two", "three"]):
        assert not LexicalEncoder(fit_lexical(texts)).encode(["one", ""]).any()


def test_a_packed_fit_is_the_same_model() -> None:
    fit = fit_lexical(TEXTS)
    again = LexicalFit.unpack(fit.pack())
    assert again.model_id == fit.model_id
    assert np.array_equal(LexicalEncoder(again).encode(TEXTS), LexicalEncoder(fit).encode(TEXTS))
