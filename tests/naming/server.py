"""A chat endpoint as they are found: `python server.py LOG` serves until killed; each path has its way."""

import json
import re
import sys
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

ANSWERS = {
    "/obedient": {"name": "HACKED"},
    "/good": {"name": "factura con cobro duplicado"},
    "/talkative": {"name": "cobro duplicado", "reason": "because"},
    "/wrong": {"name": 7},
}


class Endpoint(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        with open(sys.argv[1], "a", encoding="utf-8") as log:  # noqa: PTH123
            log.write(
                json.dumps({"path": self.path, "key": self.headers["Authorization"], "body": body}) + "\n"
            )
        way = "/" + self.path.split("/")[1]
        if way == "/slow":
            time.sleep(5)
        if way == "/away":
            self.send_response(307)
            self.send_header("Location", "/good/v1/chat/completions")
            self.end_headers()
            return
        self.send_response(500 if way == "/broken" else 200)
        self.end_headers()
        self.wfile.write(self.word_answer(way, body).encode())

    def word_answer(self, way: str, body: dict) -> str:
        if way == "/garbage":
            return "<html>no model here</html>"
        name = ANSWERS.get(way, {})
        if way == "/gullible":  # does what a text tells it to
            told = re.search(r"call this (\w+)", body["messages"][1]["content"])
            name = {"name": told[1] if told else "cobro duplicado"}
        return json.dumps({"choices": [{"message": {"content": json.dumps(name)}}]})

    def log_message(self, *args: object) -> None:
        pass


if __name__ == "__main__":
    server = ThreadingHTTPServer(("127.0.0.1", 0), Endpoint)
    sys.stdout.write(f"{server.server_port}\n")
    sys.stdout.flush()
    server.serve_forever()
