"""How long does a large file take, and how much memory? `python -m benchmarks.rows [N]`, else a million rows.

Each row is an invented note with something personal in two of three. Times are given beside a fixed loop,
since machines differ.
"""

import csv
import random
import resource
import sys
import tempfile
import time
from pathlib import Path

from voc.pipeline import ingest_sources
from voc.settings import load_settings

WHAT = (
    "El router no funciona", "La factura llega tarde", "No puedo entrar en la app",
    "Me han cobrado dos veces", "The parcel never arrived", "I was charged twice",
    "Quiero cambiar la tarifa", "No me devuelven el dinero",
)  # fmt: skip
MORE = (
    "desde el lunes", "y nadie me contesta", "since last week", "con el pedido 4{n:07d}", "por 123,45 EUR",
    "me llamo Ana Ruiz y soy cliente", "mi correo es ana{n}@example.com", "llamen al 612 34 {m:02d} {m:02d}",
)  # fmt: skip
CONFIG = """
[workspace]
name = "Rows"
timezone = "Europe/Madrid"
[[sources]]
name = "notes"
channel = "agent_note"
path = "inbox/*.csv"
[sources.fields]
id = "id"
text = "note"
occurred_at = "at"
customer = "customer"
product = "product"
"""


def write_rows(root: Path, count: int) -> int:
    """Write a workspace whose inbox holds one CSV file of so many rows; return its bytes."""
    (root / "inbox").mkdir(parents=True, exist_ok=True)
    (root / "voc.toml").write_text(CONFIG, encoding="utf-8")
    rng = random.Random(7)
    path = root / "inbox" / "rows.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["id", "at", "customer", "product", "note"])
        for n in range(count):
            said = " ".join([rng.choice(WHAT), rng.choice(MORE), rng.choice(MORE)]).format(n=n, m=n % 90)
            day = f"2026-{1 + n % 9:02d}-{1 + n % 28:02d} 10:{n % 60:02d}"
            writer.writerow([n, day, f"CUST-{n % 300_000}", "Fibra", f"{said}, caso {n}"])
    return path.stat().st_size


def measure_peak() -> int:
    """The most memory this process had, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // (
        1024 if sys.platform != "darwin" else 1 << 20
    )


def time_loop() -> float:
    """Processor seconds of a fixed loop of ten million steps."""
    begun = time.process_time()
    for _ in range(10_000_000):
        pass
    return time.process_time() - begun


def main(count: int = 1_000_000) -> None:
    """Ingest so many rows and print what it took."""
    with tempfile.TemporaryDirectory() as folder:
        size = write_rows(Path(folder), count)
        print(f"{count:,} rows, {size / 1e6:.0f} MB; before: {measure_peak()} MB")
        begun, worked = time.monotonic(), time.process_time()
        told = ingest_sources(
            load_settings(Path(folder)),
            lambda _, done, total: print(f"  {done:,} of {total:,}: {measure_peak()} MB", flush=True),
        )
        wall, cpu = time.monotonic() - begun, time.process_time() - worked
        print(
            f"{told['rows']:,} rows in {wall:.0f} s ({cpu:.0f} s of processor), at most {measure_peak()} MB"
        )
        print(f"{count / cpu:,.0f} rows a second of the processor; its loop takes {time_loop():.2f} s")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:2]))
