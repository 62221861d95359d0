"""Where does it hurt? Issues by touchpoint, product or channel, and what a contact is worth to whom.

The address carries the cell that is looked at: whoever is sent it sees the same words.
"""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

import streamlit as st

from dashboards import data
from dashboards.elements import Desk, describe_contact, link_issue, show_notice, show_quote
from dashboards.markup import Cell, mark_up_facts, mark_up_table
from dashboards.questions import ask_place_contacts, ask_places, ask_quadrant
from dashboards.views.opening import open_or_tell
from dashboards.views.week_notes import show_week_notes
from voc.answers import Reading

Document = Mapping[str, Any]
DIMENSIONS = ("touchpoint", "product", "channel")
MOST_ISSUES = 12
MOST_QUOTES = 5
SHADES = (0.002, 0.008, 0.016, 0.03, 0.05, 0.08)  # of all pain, from which a cell is darker


def show_where_page(desk: Desk) -> None:
    """Show the heat map, the words behind a cell, and the quadrant of levers."""
    words = desk.words
    st.title(words.say("where.title"), anchor=False)
    reading = open_or_tell(desk)
    if reading is None:
        return
    dimension = _ask_dimension(desk)
    document = ask_places(reading, dimension)
    if not document["places"] or not document["issues"]:
        show_notice(words.say("where.none.title"), words.say(f"where.none.{dimension}"))
    else:
        _show_map(desk, document)
        _show_cell(desk, reading, document)
    _show_quadrant(desk, reading)
    if reading.last_week:
        show_week_notes(desk, reading, reading.last_week)


def _ask_dimension(desk: Desk) -> str:
    asked = st.query_params.get("by", DIMENSIONS[0])
    st.session_state["where-by"] = asked if asked in DIMENSIONS else DIMENSIONS[0]
    st.segmented_control(
        desk.words.say("where.by"), DIMENSIONS, key="where-by", required=True, on_change=_keep_dimension,
        format_func=lambda name: desk.words.say(f"where.by.{name}"), label_visibility="collapsed",
    )  # fmt: skip
    return str(st.session_state["where-by"])


def _keep_dimension() -> None:
    st.query_params["by"] = st.session_state["where-by"]
    for name in ("place", "issue"):
        st.query_params.pop(name, None)


def _show_map(desk: Desk, document: Document) -> None:
    words = desk.words
    known, unknown = document["known"], document["unknown"]
    shown = document["issues"][:MOST_ISSUES]
    cells = {
        (place["value"], cell["issue_id"]): cell for place in document["places"] for cell in place["issues"]
    }
    headers = [Cell(words.say("word.issue"), "", kind="word")]
    headers += [Cell(_name_place(desk, document, place["value"]), "") for place in document["places"]]
    rows = [
        [
            Cell("", document["names"][issue_id] or issue_id, kind="word",
                 address=_write_address("issue", desk, issue=issue_id)),
            *(_make_cell(desk, document, place["value"], cells.get((place["value"], issue_id)))
              for place in document["places"]),
        ]
        for issue_id in shown
    ]  # fmt: skip
    st.html(mark_up_table(headers, rows, words.say("where.title"), is_heat=True))
    order = words.say(f"where.order.{document['order']}")
    st.caption(words.say("where.caption", order=order))
    st.caption(words.say(
        "where.known", n=words.write_count(known), total=words.write_count(known + unknown),
        shown=words.write_count(len(shown)), issues=words.write_count(len(document["issues"])),
    ))  # fmt: skip


def _make_cell(desk: Desk, document: Document, place: str, cell: Document | None) -> Cell:
    """Make a cell: its contacts, how dark it is, and a mark where the place stands out for the issue."""
    words = desk.words
    if cell is None:
        return Cell("", "")
    share = cell["pain_share"] or 0
    mark = "▲ " if cell["stands_out"] else ""
    address = _write_address("where", desk, by=document["dimension"], place=place, issue=cell["issue_id"])
    title = words.say_count("where.cell", cell["contacts"], share=words.write_share(share))
    shade = sum(share >= step for step in SHADES)
    return Cell(title, f"{mark}{words.write_count(cell['contacts'])}", address=address, shade=shade)


def _show_cell(desk: Desk, reading: Reading, document: Document) -> None:
    """Show the figures and the words of the cell that was chosen, in the map or in the boxes."""
    words = desk.words
    st.subheader(words.say("where.words"), anchor=False)
    values = [place["value"] for place in document["places"]]
    left, right = st.columns(2)
    with left:
        place = _ask_choice(desk, "place", values, lambda value: _name_place(desk, document, value))
    here = next((told for told in document["places"] if told["value"] == place), None)
    names = {cell["issue_id"]: cell for cell in here["issues"]} if here else {}
    with right:
        issue_id = _ask_choice(desk, "issue", list(names), lambda one: names[one]["name"] or one)
    if here is None or issue_id is None:
        st.caption(words.say("where.choose"))
        return
    with st.container(key="plain-link-where"):
        link_issue(desk, issue_id, names[issue_id]["name"] or issue_id)
    st.html(mark_up_facts(_list_facts(desk, names[issue_id])))
    _show_quotes(desk, reading, document["dimension"], here["value"], issue_id)


def _ask_choice(desk: Desk, name: str, options: Sequence[str], write: Any) -> str | None:
    """Ask for a place or an issue; the address carries it."""
    asked, key = st.query_params.get(name), f"where-{name}"
    st.session_state[key] = asked if asked in options else None
    st.selectbox(
        desk.words.say(f"where.{name}"), options, index=None, key=key, format_func=write,
        placeholder=desk.words.say("where.pick"), on_change=_keep_choice, args=(name,),
    )  # fmt: skip
    return asked if asked in options else None


def _keep_choice(name: str) -> None:
    chosen = st.session_state[f"where-{name}"]
    if chosen:
        st.query_params[name] = chosen
    else:
        st.query_params.pop(name, None)


def _list_facts(desk: Desk, cell: Document) -> list[Cell]:
    words = desk.words
    between = f"× {words.write_decimal(cell['lift_low'])} … {words.write_decimal(cell['lift_high'])}"
    return [
        Cell(words.say("word.contacts"), words.write_count(cell["contacts"])),
        Cell(words.say("word.customers"), words.write_count(cell["customers"])),
        Cell(words.say("where.share"), words.write_share(cell["pain_share"])),
        Cell(words.say("where.lift"), f"× {words.write_decimal(cell['lift'])}", between),
        Cell(words.say("word.repeats"), words.write_share(cell["repeat_rate"])),
        Cell(words.say("word.cost"), words.write_money(cell["cost"], desk.settings.currency)),
    ]


def _show_quotes(desk: Desk, reading: Reading, dimension: str, place: str, issue_id: str) -> None:
    words, wanted = desk.words, ask_place_contacts(reading, dimension, place)
    said = [row for row in data.ask_quotes(reading, issue_id) if row["contact_id"] in wanted]
    if not said:
        st.caption(words.say("quotes.withheld", k=words.write_count(desk.settings.privacy.k_people)))
        return
    for number, quote in enumerate(said[:MOST_QUOTES]):
        show_quote(quote["quote"], describe_contact(quote, words), f"where-{number}")
    shown = words.write_count(min(len(said), MOST_QUOTES))
    st.caption(words.say_count("quotes.shown", len(said), shown=shown))


def _show_quadrant(desk: Desk, reading: Reading) -> None:
    words, issues = desk.words, ask_quadrant(reading)
    if not any(issue["lever"] for issue in issues):
        return
    from dashboards.charts_effects import draw_quadrant

    st.subheader(words.say("quadrant.title"), anchor=False)
    chart, corners = st.columns([8, 4], gap="large")
    with chart:
        st.altair_chart(draw_quadrant(issues, words), theme=None)
    with corners:
        st.markdown(words.say("quadrant.corners"))
    st.caption(words.say("quadrant.caption"))


def _name_place(desk: Desk, document: Document, value: str) -> str:
    return desk.words.say_term("channel", value) if document["dimension"] == "channel" else value


def _write_address(page: str, desk: Desk, **asked: str) -> str:
    return f"{page}?{urlencode({**asked, 'lang': desk.words.language})}"
