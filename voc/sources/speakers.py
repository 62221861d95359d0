"""Is this speaker the customer?

What voc.toml names in customer_speakers decides alone; without it, the words by which transcription
systems call the two sides. `Customer service` is the company's side.
"""

import re
from collections.abc import Iterable, Sequence
from unicodedata import combining, normalize

CUSTOMER_WORDS = frozenset(
    """
    cliente clienta clientes customer client consumer caller usuario usuaria user external externo externa
    titular abonado abonada consumidor consumidora llamante guest visitor visitante requester solicitante
    invitado invitada
    """.split()
)
COMPANY_WORDS = frozenset(
    """
    agente agent asesor asesora operador operadora operator teleoperador teleoperadora representante
    representative rep gestor gestora ejecutivo ejecutiva supervisor supervisora internal interno interna
    bot system sistema ivr locucion assistant asistente soporte support service servicio care atencion admin
    staff employee empleado empleada advisor adviser specialist especialista tecnico technician
    """.split()
)
# By which transcription systems number those they cannot name: spk_0, SPEAKER_01, ch_1, channel 0.
NUMBERED_WORDS = frozenset("spk speaker hablante locutor interlocutor ch channel canal participant".split())


def fold_name(name: str) -> str:
    """Fold a name so that case and accents do not tell two apart."""
    return "".join(c for c in normalize("NFKD", name.casefold()) if not combining(c)).strip(" \t:.-")


def is_customer(names: Iterable[str], configured: Sequence[str]) -> bool:
    """Tell whether the speaker who goes by these names is the customer."""
    folded = [fold_name(name) for name in names]
    if configured:
        wanted = {fold_name(name) for name in configured}
        return any(name in wanted or _drop_number(name) in wanted for name in folded)
    words = {word for name in folded for word in _split_words(name)}
    return bool(words & CUSTOMER_WORDS) and not words & COMPANY_WORDS


def knows_speaker(name: str, configured: Sequence[str]) -> bool:
    """Tell whether a name is surely a speaker's: configured, or a side's usual word."""
    return is_role_name(name) or is_customer([name], configured)


def is_role_name(name: str) -> bool:
    """Tell a name that is only a role, such as `Agente 2` or `spk_0`: it may be shown, a person's may not."""
    words = _split_words(fold_name(name))
    return bool(words) and all(word in CUSTOMER_WORDS | COMPANY_WORDS | NUMBERED_WORDS for word in words)


def _split_words(folded: str) -> list[str]:
    return re.findall(r"[^\W\d_]+", folded)


def _drop_number(folded: str) -> str:
    return re.sub(r"[\s_#-]*\d+$", "", folded)
