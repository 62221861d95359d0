"""What a reader sees of a page, told from the elements that AppTest gives."""

from streamlit.testing.v1 import AppTest

PARTS = ("body", "label", "delta", "delta_description", "placeholder", "help")


def read_text(app: AppTest) -> str:
    """Everything that a page says, an element a line."""
    said = [str(getattr(element.proto, part, "")) for element in app.main for part in PARTS]
    said += [option for box in app.selectbox for option in box.options]
    said += [metric.value for metric in app.metric]
    said += [folded.proto.popover.label for folded in app.get("popover")]
    return "\n".join(line for line in said if line)


def list_links(app: AppTest) -> list[tuple[str, str]]:
    """The names that are links, with their address."""
    return [
        (link.proto.label, f"{link.proto.page}?{link.proto.query_string}") for link in app.get("page_link")
    ]


def list_rows(app: AppTest) -> list[tuple[str, str]]:
    """The main issues: name and figures, in order."""
    names = [label for label, _ in list_links(app)]
    figures = [html.proto.body for html in app.get("html") if 'class="voc-row"' in html.proto.body]
    return list(zip(names, figures, strict=False))


def list_texts(app: AppTest) -> list[str]:
    """The plain texts: customers' words, and what people wrote."""
    return [text.value for text in app.text]
