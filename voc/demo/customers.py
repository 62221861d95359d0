"""Who are the invented company's customers? A pool of people with a country, a language and a name."""

from dataclasses import dataclass
from random import Random

# country -> share of customers, language of its customers, where they live
COUNTRIES: tuple[tuple[str, str, float], ...] = (
    ("ES", "es", 0.56),
    ("ES", "en", 0.05),
    ("MX", "es", 0.04),
    ("CO", "es", 0.03),
    ("AR", "es", 0.025),
    ("GB", "en", 0.295),
)
GIVEN = {
    "es": (
        "Lucía Marta Javier Sergio Elena Rubén Nuria Iván Raquel Gonzalo Beatriz Álvaro Silvia Óscar Inés "
        "Adrián Patricia Héctor Yolanda Tomás Cristina Ignacio Noelia Jaime Verónica Emilio Lorena Rodrigo"
    ).split(),
    "en": (
        "Oliver Charlotte Harry Emily George Sophie Jack Hannah Thomas Megan Daniel Rebecca Callum Lucy "
        "Matthew Georgia Liam Abigail Nathan Chloe Edward Zoe Stephen Karen Gareth Fiona"
    ).split(),
}
SURNAMES = {
    "es": (
        "Gutiérrez Marín Cabello Ortega Rincón Salgado Peña Montoya Vidal Carrasco Herrero Bravo Lozano "
        "Calvo Pascual Arroyo Benítez Quintana Robles Zamora Ibáñez Palacios Rojas Cárdenas Becerra"
    ).split(),
    "en": (
        "Hughes Whitaker Bennett Sullivan Fletcher Ashworth Barker Holloway Pritchard Goodwin Marsden "
        "Lockwood Thornton Ellison Kendall Bradshaw Hargreaves Stanton Osborne Winslow Radcliffe"
    ).split(),
}
CITIES: dict[str, tuple[str, ...]] = {
    "ES": ("Madrid", "Getafe", "Zaragoza", "Valencia", "Sevilla", "Vigo", "Murcia", "Bilbao", "Málaga"),
    "MX": ("Guadalajara", "Puebla", "Ciudad de México", "Querétaro"),
    "CO": ("Bogotá", "Medellín", "Cali", "Bucaramanga"),
    "AR": ("Rosario", "Córdoba", "Mendoza", "La Plata"),
    "GB": ("Leeds", "Bristol", "Cardiff", "Norwich", "Sheffield", "Glasgow", "Exeter", "Coventry"),
}


@dataclass(frozen=True)
class Customer:
    """One invented person."""

    id: str
    country: str
    language: str
    name: str
    city: str


def invent_customers(count: int, rng: Random) -> list[Customer]:
    """Invent `count` customers, with ids that are not in order of anything."""
    ids = rng.sample(range(1_000_000, 10_000_000), count)
    weights = [share for _, _, share in COUNTRIES]
    return [_invent_customer(f"AUR-{number}", *rng.choices(COUNTRIES, weights)[0][:2], rng) for number in ids]


def _invent_customer(number: str, country: str, language: str, rng: Random) -> Customer:
    return Customer(number, country, language, invent_name(language, rng), rng.choice(CITIES[country]))


def invent_name(language: str, rng: Random) -> str:
    """Invent a given name and a surname, or two surnames as half of Spanish speakers give."""
    count = 2 if language == "es" and rng.random() < 0.5 else 1
    surnames = [rng.choice(SURNAMES[language]) for _ in range(count)]
    return " ".join((rng.choice(GIVEN[language]), *dict.fromkeys(surnames)))
