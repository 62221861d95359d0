"""Mails as the common programs write them, with invented content."""

import io
from typing import Any

from voc.sources.mail import iterate_messages

HEAD = (
    "From: =?utf-8?Q?Ana_L=C3=B3pez?= <Ana.Lopez@Correo.example>\n"
    'To: "Ayuda, Aurora" <ayuda@aurora.example>\n'
    "Subject: Sin fibra\n"
    "Date: Mon, 4 May 2026 10:00:00 +0200\n"
    "Message-ID: <m1@correo.example>\n"
)
PLAIN = "Content-Type: text/plain; charset=utf-8\n\n"
BODY = "Llevo tres días sin fibra."


def write_mail(*lines: str, head: str = HEAD, body: str = BODY) -> bytes:
    """Write a mail with further lines of its header."""
    extra = "".join(f"{line}\n" for line in lines)
    return f"MIME-Version: 1.0\n{head}{extra}\n{body}".encode()


def write_parts(kind: str, *parts: str, head: str = HEAD, mark: str = "b1") -> bytes:
    """Write a mail of parts, each with its own header."""
    body = "".join(f"--{mark}\n{part}\n" for part in parts) + f"--{mark}--\n"
    return write_mail(f'Content-Type: multipart/{kind}; boundary="{mark}"', head=head, body=body)


def read_one_mail(data: bytes) -> dict[str, Any]:
    (record,) = iterate_messages(io.BytesIO(data), "eml")
    return record


def write_html(html: str) -> bytes:
    return write_mail("Content-Type: text/html; charset=utf-8", body=html)


def find_words(data: bytes) -> str:
    """The text without its subject."""
    text = read_one_mail(data)["text"]
    return str(text).removeprefix("Sin fibra").strip()


QUOTED = "El lun, 4 may 2026 a las 10:00, Aurora (<ayuda@aurora.example>) escribió:"
GMAIL = (
    f'<div dir="ltr">{BODY}<div><br></div><div>¿Cuándo vuelve?</div></div><br>'
    f'<div class="gmail_quote"><div dir="ltr" class="gmail_attr">{QUOTED.replace("<", "&lt;")}<br></div>'
    '<blockquote class="gmail_quote" style="margin:0 0 0 .8ex;border-left:1px #ccc solid">'
    "<div>Estimada cliente: su caso</div><div>está cerrado</div></blockquote></div>"
)
OUTLOOK = (
    "<html><head><style>p.MsoNormal {margin:0}</style></head><body lang=ES>"
    f"<div class=WordSection1><p class=MsoNormal>{BODY}<o:p></o:p></p><p class=MsoNormal>&nbsp;</p>"
    '<p class=MsoNormal>¿Cuándo\nvuelve?</p><div style="border:none;border-top:solid #E1E1E1 1.0pt">'
    "<p class=MsoNormal><b>De:</b> Aurora &lt;ayuda@aurora.example&gt; <br><b>Enviado el:</b> lunes"
    "<br><b>Para:</b> Ana<br><b>Asunto:</b> RE: Sin fibra</p></div><p>Su caso está cerrado</p></div></body>"
)
OUTLOOK_WEB = (
    f'<div style="font-family:Aptos">{BODY}</div><div><br></div><div>¿Cuándo vuelve?</div>'
    '<div id="Signature"><p>Ana López | Directora</p></div><div id="appendonsend"></div>'
    '<hr tabindex="-1" style="display:inline-block; width:98%"><div id="divRplyFwdMsg"><b>De:</b> Aurora'
    "<br><b>Enviado:</b> lunes<br><b>Para:</b> Ana<br><b>Asunto:</b> Sin fibra</div><div>Cerrado</div>"
)
APPLE = (
    f'<body style="overflow-wrap: break-word;">{BODY}<div><br></div><div>¿Cuándo vuelve?<br id="x"><div>'
    f'<br><blockquote type="cite"><div>{QUOTED.replace("<", "&lt;")}</div><br><div>Cerrado</div></blockquote>'
)
THUNDERBIRD = (
    '<div class="moz-cite-prefix">El 04/05/2026 a las 10:00, Aurora escribió:<br></div>'
    '<blockquote type="cite" cite="mid:x"><p>Cerrado</p></blockquote>'
    f'<p>{BODY}</p><p>¿Cuándo vuelve?</p><div class="moz-signature">-- <br>Ana</div>'
)
