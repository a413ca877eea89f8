"""A headless Chromium that tests drive: the protocol of its developer tools over a pair of pipes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from toolchains import find_browser

_PATIENCE = 60.0
_LEND = """
import fcntl, os, sys
ends = [fcntl.fcntl(int(end), fcntl.F_DUPFD, 10) for end in sys.argv[1:3]]
for number, end in enumerate(ends, 3):
    os.dup2(end, number)
os.execv(sys.argv[3], sys.argv[3:])
"""
"""Becomes the browser, with the pipes under the numbers that it looks for."""


class Browser:
    """One page of one browser. `complaints` gathers what its console says and what fails to load."""

    def __init__(self, profile: Path) -> None:
        to_browser, self._out = os.pipe()
        self._in, from_browser = os.pipe()
        flags = ["--headless", "--disable-gpu", f"--user-data-dir={profile}", "--no-first-run"]
        flags += ["--remote-debugging-pipe", "--disable-extensions", "--window-size=1280,900"]
        if hasattr(os, "geteuid") and os.geteuid() == 0:
            flags.append("--no-sandbox")

        command = [find_browser(), *flags, "about:blank"]
        self._process = subprocess.Popen(
            [sys.executable, "-c", _LEND, str(to_browser), str(from_browser), *command],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            pass_fds=(to_browser, from_browser),
        )
        os.close(to_browser)
        os.close(from_browser)
        os.set_blocking(self._in, False)
        self._buffer = b""
        self._number = 0
        self._session = ""
        self._events: list[dict[str, Any]] = []
        self.complaints: list[str] = []
        page = self.call("Target.createTarget", url="about:blank")["targetId"]
        attached = self.call("Target.attachToTarget", targetId=page, flatten=True)
        self._session = attached["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.call(f"{domain}.enable")

    def close(self) -> None:
        """Ends the browser that was started here."""
        self._process.terminate()
        self._process.wait(timeout=_PATIENCE)
        os.close(self._out)
        os.close(self._in)

    def call(self, method: str, /, **params: Any) -> dict[str, Any]:
        """One command, and its result."""
        self._number += 1
        message: dict[str, Any] = {"id": self._number, "method": method, "params": params}
        if self._session:
            message["sessionId"] = self._session
        os.write(self._out, json.dumps(message).encode() + b"\0")
        deadline = time.monotonic() + _PATIENCE
        while True:
            answer = self._receive(deadline)
            if answer.get("id") == self._number:
                assert "error" not in answer, f"{method}: {answer['error']}"
                result: dict[str, Any] = answer["result"]
                return result
            self._note(answer)

    def _receive(self, deadline: float) -> dict[str, Any]:
        while b"\0" not in self._buffer:
            assert time.monotonic() < deadline, "the browser does not answer"
            try:
                self._buffer += os.read(self._in, 1 << 20)
            except BlockingIOError:
                time.sleep(0.005)
        text, self._buffer = self._buffer.split(b"\0", 1)
        message: dict[str, Any] = json.loads(text)
        return message

    def _note(self, message: dict[str, Any]) -> None:
        params = message.get("params", {})
        match message.get("method"):
            case "Runtime.exceptionThrown":
                details = params["exceptionDetails"]
                self.complaints.append(str(details.get("exception", details).get("description")))
            case "Log.entryAdded":
                self.complaints.append(
                    f"{params['entry']['text']} {params['entry'].get('url', '')}"
                )
            case "Runtime.consoleAPICalled":
                self.complaints.append(f"console.{params['type']}: {params['args']}")
            case "Network.loadingFailed":
                self.complaints.append(f"not loaded: {params['errorText']}")
            case "Network.requestWillBeSent" if not params["request"]["url"].startswith("file:"):
                self.complaints.append(f"asked for {params['request']['url']}")
        self._events.append(message)

    def open(self, address: str) -> None:
        """Goes to a page and waits until it is there, scripts and all."""
        self._events.clear()
        before = self.evaluate("location.href")
        self.call("Page.navigate", url=address)
        if "#" in address and str(before).split("#")[0] == address.split("#", maxsplit=1)[0]:
            deadline = time.monotonic() + _PATIENCE
            moved = "Page.navigatedWithinDocument"
            while not any(event.get("method") == moved for event in self._events):
                self._note(self._receive(deadline))
        else:
            # Not the event of loading: it may still be that of a page which was left before it came.
            same = f"decodeURI(location.href) === decodeURI({json.dumps(address)})"
            self.wait_for(f"{same} && document.readyState === 'complete'")

    def evaluate(self, expression: str) -> Any:
        """The value of an expression, awaited, as JSON."""
        found = self.call(
            "Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True
        )
        assert "exceptionDetails" not in found, found["exceptionDetails"]
        return found["result"].get("value")

    def wait_for(self, expression: str) -> Any:
        """The value of an expression once it is true."""
        deadline = time.monotonic() + _PATIENCE
        while not (found := self.evaluate(expression)):
            assert time.monotonic() < deadline, f"this does not come true: {expression}"
            time.sleep(0.02)
        return found

    def type(self, text: str) -> None:
        """Types text where the focus is."""
        for character in text:
            self.press(character, text=character)

    def press(self, key: str, *, text: str = "") -> None:
        """Presses a key and lets it go."""
        codes = {"ArrowDown": 40, "ArrowUp": 38, "Enter": 13, "Escape": 27, "Tab": 9, " ": 32}
        code = codes.get(key, 0)
        text = text or {"Enter": "\r", " ": " "}.get(key, "")
        self.call(
            "Input.dispatchKeyEvent", type="keyDown", key=key, text=text, windowsVirtualKeyCode=code
        )
        self.call("Input.dispatchKeyEvent", type="keyUp", key=key, windowsVirtualKeyCode=code)

    def show_dark(self, is_dark: bool) -> None:
        """Pretends that the system prefers dark colours, or light ones."""
        value = "dark" if is_dark else "light"
        features = [{"name": "prefers-color-scheme", "value": value}]
        self.call("Emulation.setEmulatedMedia", features=features)

    def resize(self, width: int) -> None:
        """Makes the window so many pixels wide."""
        size = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": False}
        self.call("Emulation.setDeviceMetricsOverride", **size)

    def forbid_scripts(self, is_forbidden: bool) -> None:
        """Turns the scripts of pages off, or on again."""
        self.call("Emulation.setScriptExecutionDisabled", value=is_forbidden)
