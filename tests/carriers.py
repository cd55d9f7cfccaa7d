"""Local stand-ins of those who carry messages: a mail server, a message gateway, a push service."""

import json
import socketserver
import threading
import time
from contextlib import contextmanager
from email import message_from_bytes
from email.policy import default
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@contextmanager
def running(server):
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class MailServer(socketserver.ThreadingTCPServer):
    """Speaks SMTP. `answers` says what it answers to a command ("DATA." to the text); "drop": hangs up there."""

    allow_reuse_address, daemon_threads = True, True

    def __init__(self, context=None, *, implicit=False):
        super().__init__(("127.0.0.1", 0), MailSession)
        self.context, self.implicit = context, implicit
        self.got, self.answers, self.secured = [], {}, 0
        self.port = self.server_address[1]

    def handle_error(self, request, client_address):
        """A client that hangs up is no matter."""


class MailSession(socketserver.StreamRequestHandler):
    def setup(self):
        super().setup()
        if self.server.implicit:
            self.secure()

    def secure(self):
        """Goes on under TLS."""
        self.connection = self.server.context.wrap_socket(self.connection, server_side=True)
        self.rfile, self.wfile = self.connection.makefile("rb"), self.connection.makefile("wb", buffering=0)
        self.server.secured += 1

    def say(self, words):
        self.wfile.write(f"{words}\r\n".encode())

    def handle(self):
        self.say("220 ready")
        while line := self.rfile.readline():
            command = line.decode().split()[0].split(":")[0].upper()
            answer = self.server.answers.get(command)
            if answer == "drop":
                return
            if answer:
                self.say(answer)
            elif getattr(self, f"do_{command.lower()}", self.do_other)(line):
                return

    def finish(self):
        super().finish()
        if self.server.context:
            self.connection.close()

    def do_ehlo(self, _line):
        offers = self.server.context and not self.server.implicit and "STARTTLS"
        self.say("250-here\r\n250-AUTH PLAIN\r\n" + (f"250 {offers}" if offers else "250 OK"))

    def do_starttls(self, _line):
        self.say("220 go ahead")
        self.secure()

    def do_auth(self, _line):
        self.say("235 welcome")

    def do_data(self, _line):
        self.say("354 go ahead")
        text = b""
        while (line := self.rfile.readline()) != b".\r\n":
            text += line
        answer = self.server.answers.get("DATA.")
        if answer != "refuse":
            self.server.got.append(message_from_bytes(text, policy=default))
        if answer == "drop":
            return True
        self.say("554 no" if answer == "refuse" else "250 taken")
        return False

    def do_quit(self, _line):
        self.say("221 bye")
        return True

    def do_other(self, _line):
        self.say("250 OK")


class Gateway(ThreadingHTTPServer):
    """A gateway of short messages: sends each key once, whatever it answers; `status` "drop" is no answer at all."""

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), GatewayHandler)
        self.asked, self.sent, self.status = [], {}, 200
        self.asked_now, self.silence = threading.Event(), 0
        self.url = f"http://geheim@127.0.0.1:{self.server_port}/send"

    def handle_error(self, request, client_address):
        """A client that hangs up is no matter."""


class GatewayHandler(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.asked.append((dict(self.headers), body))
        taken = self.server.status in {200, 500, "drop"}
        if taken:
            self.server.sent.setdefault(self.headers["Idempotency-Key"], json.loads(body))
        self.server.asked_now.set()
        if self.server.status == "drop":
            time.sleep(self.server.silence)
            return
        self.send_response(self.server.status)
        self.end_headers()
        self.wfile.write(json.dumps({"reference": f"r{len(self.server.sent)}"}).encode())

    def log_message(self, *args):
        """Says nothing."""


class PushService(ThreadingHTTPServer):
    """A push service on this machine: keeps what it gets and answers `status`; None: nothing at all."""

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), PushHandler)
        self.got, self.status = [], 201
        self.address = f"http://127.0.0.1:{self.server_port}"


class PushHandler(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.got.append((self.path, dict(self.headers), body))
        if self.server.status is not None:
            self.send_response(self.server.status)
            self.end_headers()

    def log_message(self, *args):
        """Says nothing."""
