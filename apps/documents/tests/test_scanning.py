"""The virus scanner: a small server that speaks clamd's INSTREAM over TCP and over a Unix socket."""

import socketserver
import struct
import threading

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from apps.core.actor import system_actor
from apps.documents.domain.attachments import store
from apps.documents.models import Attachment
from apps.documents.scanning import ScannerUnreachable, VirusFound
from apps.documents.tests.factories import NOW, PDF

pytestmark = pytest.mark.django_db
BAD = b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE"


class Clamd(socketserver.StreamRequestHandler):
    """Reads a stream as clamd does and answers as clamd does."""

    def handle(self):
        command = b""
        while not command.endswith(b"\0"):
            command += self.rfile.read(1)
        assert command == b"zINSTREAM\0"
        content = b""
        while length := struct.unpack("!I", self.rfile.read(4))[0]:
            content += self.rfile.read(length)
        self.server.seen.append(content)
        answer = self.server.answer or (b"stream: Eicar-Signature FOUND" if BAD in content else b"stream: OK")
        self.wfile.write(answer + b"\0")


class Tcp(socketserver.ThreadingTCPServer):
    allow_reuse_address = True


def running(server):
    server.seen, server.answer = [], b""
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture(params=["tcp", "unix"])
def clamd(request, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    if request.param == "tcp":
        server = Tcp(("127.0.0.1", 0), Clamd)
        settings.CLAMD_HOST, settings.CLAMD_PORT = server.server_address
    else:
        settings.CLAMD_SOCKET = str(tmp_path / "clamd.sock")
        server = socketserver.ThreadingUnixStreamServer(settings.CLAMD_SOCKET, Clamd)
    yield from running(server)


def keep(content=PDF):
    return store(SimpleUploadedFile("ban-ky.pdf", content), actor=system_actor(), now=NOW)


def test_clean_file_is_read_whole_by_the_scanner_and_kept(clamd):
    large = PDF[:-6] + b"%" + b"x" * 300_000 + PDF[-6:]
    attachment = keep(large)
    assert clamd.seen == [large]
    assert attachment.size == len(large)


def test_harmful_file_is_refused_and_nothing_is_kept(clamd):
    with pytest.raises(VirusFound, match="Eicar-Signature"):
        keep(PDF[:-6] + b"%" + BAD + b"\n" + PDF[-6:])
    assert not Attachment.objects.exists()


def test_answer_that_is_neither_is_no_clean_one(clamd):
    clamd.answer = b"INSTREAM size limit exceeded. ERROR"
    with pytest.raises(ScannerUnreachable):
        keep()


@pytest.mark.parametrize("where", ["tcp", "unix"])
def test_scanner_out_of_reach_lets_nothing_in(settings, tmp_path, where, caplog):
    if where == "tcp":
        settings.CLAMD_HOST, settings.CLAMD_PORT = "127.0.0.1", 1
    else:
        settings.CLAMD_SOCKET = str(tmp_path / "nobody.sock")
    with pytest.raises(ScannerUnreachable, match="máy quét không trả lời"):
        keep()
    assert not Attachment.objects.exists()
    assert "out of reach" in caplog.text
