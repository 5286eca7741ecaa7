"""A folder and JavaScript -> what headless Chromium says of it, over loopback."""

from __future__ import annotations

import http.server
import json
import os
import re
import shutil
import subprocess
import tempfile
import threading
from functools import partial
from pathlib import Path
from queue import Empty, Queue
from urllib.parse import unquote

import pytest

LONGEST_S = 90
FLAGS = ("--headless=new", "--no-sandbox", "--disable-gpu", "--autoplay-policy=no-user-gesture-required")
PAGE = """<!doctype html><meta charset="utf-8"><title>test</title><body><script type="module">
let told;
try {{ told = await (async () => {{ {script} }})() }} catch (error) {{ told = {{ error: String(error) }} }}
await fetch('/told', {{ method: 'POST', body: JSON.stringify(told) }});
</script>"""
TYPES = {
    ".mp3": "audio/mpeg",
    ".m4b": "audio/mp4",
    ".flac": "audio/flac",
    ".opus": "audio/ogg",
    ".vtt": "text/vtt",
    ".html": "text/html",
    ".xhtml": "application/xhtml+xml",
    ".jpg": "image/jpeg",
}
_RANGE = re.compile(r"bytes=(\d+)-(\d*)$")


def ask_browser(folder: Path, script: str) -> dict:
    """Run the body of an async function in a page beside the files of a folder; return what it returns.

    Skips the test where there is no Chromium.
    """
    browser = shutil.which("chromium") or shutil.which("google-chrome")
    if browser is None:
        pytest.skip("there is no Chromium: apt-get install chromium")
    told: Queue[dict] = Queue()
    serve = partial(_Folder, folder=folder, page=PAGE.format(script=script), told=told)
    with (
        http.server.ThreadingHTTPServer(("127.0.0.1", 0), serve) as server,
        tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile,
    ):
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{server.server_port}/page"
        command = [browser, *FLAGS, f"--user-data-dir={profile}", address]
        # What it leaves behind in TMPDIR goes with its profile.
        surroundings = {**os.environ, "TMPDIR": profile}
        quiet = subprocess.DEVNULL
        process = subprocess.Popen(command, stdout=quiet, stderr=quiet, env=surroundings)
        try:
            answer = told.get(timeout=LONGEST_S)
        except Empty:
            pytest.fail(f"the browser said nothing in {LONGEST_S} s")
        finally:
            process.terminate()
            process.wait(20)
            server.shutdown()
    assert "error" not in answer, answer["error"]
    return answer


class _Folder(http.server.BaseHTTPRequestHandler):
    """Serves files in the ranges that a player asks for when it seeks, and takes what the page has to say."""

    def __init__(self, *args: object, folder: Path, page: str, told: Queue[dict]) -> None:
        self.folder, self.page, self.told = folder, page, told
        super().__init__(*args)

    def do_GET(self) -> None:
        path = self.folder / unquote(self.path[1:])
        if self.path == "/page":
            self._answer(200, self.page.encode(), "text/html")
        elif not path.is_file():
            self._answer(404, b"", "text/plain")
        else:
            self._answer_file(path.read_bytes(), TYPES.get(path.suffix, "application/octet-stream"))

    def do_POST(self) -> None:
        self.told.put(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
        self._answer(204, b"", "text/plain")

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is the library's
        """Say nothing."""

    def _answer_file(self, data: bytes, kind: str) -> None:
        asked = _RANGE.match(self.headers.get("Range", ""))
        begin, end = (int(asked[1]), int(asked[2] or len(data) - 1)) if asked else (0, len(data) - 1)
        place = f"bytes {begin}-{end}/{len(data)}" if asked else ""
        self._answer(206 if asked else 200, data[begin : end + 1], kind, place)

    def _answer(self, code: int, data: bytes, kind: str, place: str = "") -> None:
        self.send_response(code)
        fields = {"Content-Type": kind, "Content-Length": str(len(data)), "Accept-Ranges": "bytes"}
        for name, value in (fields | {"Content-Range": place}).items():
            if value:
                self.send_header(name, value)
        self.end_headers()
        try:
            self.wfile.write(data)
        except (BrokenPipeError, ConnectionResetError):
            # A player that has what it wants hangs up in the middle of a file.
            self.close_connection = True
