"""How many orders and active customers had the company in each week? A file as its reporting would write it.

Orders grow as contacts do: the growth of the whole company is no event. Drawn apart from everything else, so
that nothing said or planted hangs on it.
"""

from voc.demo.phrases import start_random
from voc.demo.plan import GROWTH, list_mondays

CONTACTS_PER_ORDER = 0.21
CUSTOMERS_PER_ORDER = 9.0
CUSTOMER_GROWTH = 0.12
NOISE = 0.015


def write_exposure(contacts: int, weeks: int, seed: int) -> dict[str, bytes]:
    """Write the weekly figures: a CSV with semicolons, by its path under inbox/."""
    rng = start_random(f"exposure {seed}")
    orders = contacts / weeks / CONTACTS_PER_ORDER / (1 + GROWTH / 2)
    lines = ["semana;pedidos;clientes_activos"]
    for week, monday in enumerate(list_mondays(weeks)):
        position = week / max(weeks - 1, 1)
        year, number, _ = monday.isocalendar()
        ordered = orders * (1 + GROWTH * position) * rng.uniform(1 - NOISE, 1 + NOISE)
        active = orders * CUSTOMERS_PER_ORDER * (1 + CUSTOMER_GROWTH * position)
        lines.append(f"{year}-W{number:02d};{max(1, round(ordered))};{max(1, round(active))}")
    return {"exposure/pedidos.csv": ("\r\n".join(lines) + "\r\n").encode("cp1252")}
