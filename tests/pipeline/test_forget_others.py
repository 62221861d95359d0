"""Whoever is forgotten stands no longer in what others said."""

import json
from pathlib import Path

from tests.pipeline.test_ingest import HEADER, write_workspace
from voc.pipeline import ingest_sources, run_pipeline
from voc.pipeline.forget import forget_customer
from voc.store.warehouse import open_warehouse

OTHER = "Es un duplicado de CL-0888 CL-0888 y el router falla pero no de CL-08881"


def test_the_id_is_blotted_out_of_other_customers_texts_and_mentions_stay_in_place(tmp_path: Path) -> None:
    rows = f"1,2026-03-02,CL-0888,,La factura llega tarde cada mes\n2,2026-03-02,K2,,{OTHER}\n"
    refused = f"3,nunca,K3,,{OTHER}\n"
    settings = write_workspace(tmp_path, a=HEADER + rows + refused)
    run_pipeline(settings)
    ingest_sources(write_workspace(tmp_path, b=HEADER + f"2,2026-03-03,K2,,{OTHER} siempre\n"))
    run_pipeline(settings)
    assert forget_customer(settings, "CL-0888", by_whom="Ana")["contacts"] == 1
    blotted = OTHER.replace("CL-0888 CL-0888", "******* *******")
    with open_warehouse(settings, read_only=True) as warehouse:
        (contact,) = warehouse.read_contacts().iter_rows(named=True)
        mentions = warehouse.read_mentions().select("text", "spans").rows()
        (refusal,) = warehouse.read_quarantine()["content"]
        traces = warehouse.read_trace(contact["contact_id"])["before"].drop_nulls().to_list()
    assert contact["text"] == f"{blotted} siempre"
    assert json.loads(refusal)["text"] == blotted
    assert all("CL-0888 " not in before for before in traces) and traces
    assert mentions
    for text, spans in mentions:
        said = " ".join(contact["text"][span["start"] : span["end"]] for span in spans)
        assert set(text.split()) <= {*said.split(), *(word + "." for word in said.split())}
