"""A workspace in which one customer wrote, answered, rang, was refused and corrected, among two hundred."""

import csv
import gzip
import json
from pathlib import Path

from tests.pipeline.workspaces import Row
from voc.answers import list_issues, open_reading
from voc.exports import write_export
from voc.pipeline import run_pipeline
from voc.settings import Settings, load_settings
from voc.store.pseudonyms import load_key, pseudonymise

CUSTOMER = "KD-7741902"
NAME, MAIL = "Casilda Berruguete", "casilda.berruguete@example.org"
OWN = "zarzaparrilla"  # words that nobody else says
OWN_TOO = "gotea"
FIELDS = 'id = "id"\ntext = "text"\noccurred_at = "at"\ncustomer = "customer"\n'
CONFIG = f"""
[workspace]
name = "Prueba"
timezone = "Europe/Madrid"
languages = ["es", "en"]
[[sources]]
name = "notes"
channel = "agent_note"
path = "inbox/notes/*"
[sources.fields]
{FIELDS}
[[sources]]
name = "survey"
channel = "survey"
path = "inbox/survey/*"
[sources.fields]
{FIELDS}
[[sources]]
name = "web"
channel = "web"
path = "inbox/web/*"
[sources.fields]
{FIELDS}
[[sources]]
name = "calls"
channel = "call"
path = "inbox/calls/*.vtt"
metadata = "inbox/calls/index.csv"
customer_speakers = ["Cliente"]
[sources.fields]
id = "id"
occurred_at = "at"
customer = "customer"
"""
COLUMNS = ("id", "at", "customer", "text")
SAID = f"La {OWN} del patio {OWN_TOO} sobre el contador y nadie viene a arreglarla"
VTT = "WEBVTT\n\n00:01.000 --> 00:09.000\n<v Cliente>Soy {name}. {said}\n\n00:09.000 --> 00:10.000\n<v A>Ya\n"


def write_rows(path: Path, rows: list[dict[str, str]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, extrasaction="ignore")
        writer.writeheader()
        writer.writerows(rows)


def theirs(number: int, text: str = SAID) -> dict[str, str]:
    at = f"2026-04-{10 + number:02d}T10:00:00+02:00"
    return {"id": f"tk-44{number:04d}", "at": at, "customer": CUSTOMER, "text": text}


def live_through(root: Path, rows: list[Row]) -> Settings:
    """A workspace in which the customer wrote, answered, rang, was refused and corrected; and exports."""
    inbox = root / "inbox"
    introduced = f"Me llamo {NAME}, escríbanme a {MAIL}. {SAID}"
    notes = [*rows[:100], theirs(1, introduced), theirs(2), {**theirs(3), "text": ""}, theirs(4), theirs(5)]
    write_rows(inbox / "notes" / "a.csv", notes)
    write_rows(
        inbox / "survey" / "s.csv", [*rows[100:150], theirs(6), theirs(7, f"{SAID}. Y el recibo también")]
    )
    (inbox / "web").mkdir()
    web = [*({key: row[key] for key in COLUMNS} for row in rows[150:200]), theirs(8)]
    (inbox / "web" / "w.json.gz").write_bytes(gzip.compress(json.dumps({"rows": web}).encode()))
    (inbox / "calls").mkdir()
    (inbox / "calls" / "c-1.vtt").write_text(VTT.format(name=NAME, said=SAID), encoding="utf-8")
    (inbox / "calls" / "index.csv").write_text(f"id,at,customer\nc-1,2026-04-20T10:00:00,{CUSTOMER}\n")
    (root / "voc.toml").write_text(CONFIG, encoding="utf-8")
    settings = load_settings(root)
    run_pipeline(settings)
    write_rows(inbox / "notes" / "b.csv", [theirs(5, f"{SAID}, ya van tres veces")])
    run_pipeline(settings)
    export_everything(settings)
    return settings


def export_everything(settings: Settings) -> None:
    folder = settings.root / "exports"
    folder.mkdir(exist_ok=True)
    with open_reading(settings) as reading:
        document = list_issues(reading, state="all")
    for form in ("csv", "xlsx", "json"):
        write_export(document, "issues", form, folder / f"all.{form}", "es")
    clean = {**document, "issues": [issue for issue in document["issues"] if OWN not in str(issue)][:1]}
    write_export({**clean, "issues": []}, "issues", "csv", folder / "empty.csv", "es")
    (folder / "pack.pdf").write_bytes(b"%PDF-1.7 packed")
    (settings.root / ".cache").mkdir(exist_ok=True)
    (settings.root / ".cache" / "list.json.gz").write_bytes(gzip.compress(json.dumps([SAID]).encode()))


def list_traces(settings: Settings) -> list[str]:
    pseudonym = pseudonymise(load_key(settings.root), "customer", CUSTOMER)
    assert pseudonym is not None
    return [
        CUSTOMER,
        pseudonym,
        "Casilda",
        "Berruguete",
        MAIL,
        OWN,
        OWN_TOO,
        *(f"tk-44{n:04d}" for n in range(1, 9)),
    ]
