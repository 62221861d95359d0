"""By which words do systems call their columns, in Spanish and English?

Folded, without accents. A column's name is split into such words at every change of case or kind.
"""

CONTACT = frozenset(
    """
    ticket case caso nota note feedback encuesta survey response respuesta call llamada tweet dialogue
    dialogo conversation conversacion message mensaje contact contacto review opinion interaction
    interaccion incident incidencia incidente reclamo reclamacion queja complaint comment comentario
    document doc registro record session sesion sid submission envio token folio expediente solicitud
    request pqr
    """.split()
)
COUNTER = frozenset(
    "row index fila linea line split fold order orden position".split()
)  # counts, identifies nothing
IDENTIFIER = frozenset(
    "id uuid guid key clave num numero no nro number ref referencia codigo code cod identifier".split()
)
CUSTOMER = frozenset(
    """
    customer cliente client user usuario autor author requester solicitante respondent encuestado
    abonado member socio account cuenta caller llamante consumer consumidor subscriber suscriptor
    titular guest huesped pasajero passenger buyer comprador patient paciente visitor visitante
    """.split()
)
REACHED_AT = frozenset("email mail correo phone telefono movil msisdn dni nif".split())
AGENT = frozenset(
    """
    agent agente assignee asesor asesora operator operador operadora owner propietario responsable
    advisor adviser teammate asignado gestor ejecutivo rep representative representante teleoperador
    employee empleado staff
    """.split()
)
TEXT = frozenset(
    """
    text texto comment comments comentario comentarios note notes nota notas description descripcion
    verbatim feedback message mensaje review resena opinion why motivo observaciones observacion body
    cuerpo content contenido transcript transcripcion detalle details explique explain cuentenos mejorar
    improve sugerencia sugerencias suggestion queja complaint utterance respuesta answer
    """.split()
)
HEADING = frozenset("title titulo subject asunto headline summary resumen".split())
DATE = frozenset("date fecha datetime time timestamp hora when at on day dia marca momento".split())
FIRST_DATE = frozenset(
    """
    created creado creada creacion submitted submit enviado envio recorded opened open apertura abierto
    received recibido registrado alta occurred date fecha timestamp temporal posted published publicado
    requested
    """.split()
)
STARTED = frozenset("start started inicio begin from comienzo".split())
LATER_DATE = frozenset(
    """
    updated update modified actualizado actualizacion modificado closed cierre cerrado resolved solved
    due vencimiento deleted assigned nacimiento birth stage expiry last ultima ultimo
    """.split()
)
RATING = frozenset(
    """
    nps rating score stars star estrellas satisfaccion satisfaction satisfied satisfecho csat ces
    valoracion puntuacion puntaje calificacion recommend recomendaria recomendar probabilidad likelihood
    effort esfuerzo
    """.split()
)
LANGUAGE = frozenset("lang language idioma lengua".split())
PRODUCT = frozenset(
    "product producto productos products service servicio plan model modelo line brand marca".split()
)
COMPANY = frozenset("company empresa domain dominio airline".split())  # what a review is about, else
DEPARTMENT = frozenset(
    """
    department departamento team equipo queue cola group grupo area unidad unit division oficina office
    """.split()
)
TOUCHPOINT = frozenset("stage etapa touchpoint moment momento journey step paso phase fase".split())
PAGE = frozenset("page pagina url screen pantalla".split())  # where on the web it was, else
CHANNELS = {
    "survey": frozenset(
        "survey surveys encuesta encuestas nps csat qualtrics surveymonkey typeform forms".split()
    ),
    "call": frozenset(
        "call calls llamada llamadas transcript transcripts dialogue dialogues dialogos voz".split()
    ),
    "agent_note": frozenset("note notes nota notas crm".split()),
    "social": frozenset("tweet tweets twitter facebook instagram social redes mention".split()),
    "email": frozenset("mail mails email emails correo correos".split()),
    "chat": frozenset("chat chats whatsapp messenger intercom conversation conversations".split()),
    "kiosk": frozenset("kiosk kiosko kiosco quiosco terminal".split()),
    "web": frozenset(
        "web feedback review reviews opinion opiniones resenas trustpilot comments form".split()
    ),
}
# A ticketing system: its records are agents' notes where agents are named.
TICKETING = frozenset("ticket tickets caso casos case cases helpdesk jira".split())
