"""Valhalla answers in its own process: `python bench/_valhalla.py FOLDER`; see `bench.routing`."""

from __future__ import annotations

import http.client
import json
import shutil
import subprocess
import sys
import time
from pathlib import Path

import valhalla
from _worker import serve

BINARIES = Path(valhalla.__file__).resolve().parent / "bin"
Pair = tuple[tuple[float, float], tuple[float, float]]


class Peer:
    def __init__(self, folder: Path) -> None:
        self.folder, self.requests = folder, {}
        self.actor: valhalla.Actor | None = None
        self.service: subprocess.Popen[bytes] | None = None
        self.port = 0

    def build(self, extract: str, port: int) -> dict[str, object]:
        """Tiles of the whole extract; how many seconds that took."""
        shutil.rmtree(self.folder, ignore_errors=True)
        tiles, archive = self.folder / "tiles", self.folder / "tiles.tar"
        tiles.mkdir(parents=True)
        archive.touch()
        config = valhalla.get_config(tile_extract=archive, tile_dir=tiles)
        del config["mjolnir"]["tile_extract"]
        config["httpd"]["service"]["listen"] = f"tcp://127.0.0.1:{port}"
        for part in ("loopback", "interrupt"):
            config["httpd"]["service"][part] = f"ipc://{self.folder}/{part}"
        for part in ("loki", "thor", "odin"):
            config[part]["service"]["proxy"] = f"ipc://{self.folder}/{part}"
        self.port = port
        file = self.folder / "valhalla.json"
        file.write_text(json.dumps(config))
        started = time.perf_counter()
        command = [str(BINARIES / "valhalla_build_tiles"), "-c", str(file), extract]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        seconds = time.perf_counter() - started
        self.actor = valhalla.Actor(str(file))
        return {"seconds": seconds, "version": valhalla.__version__}

    def pairs(self, pairs: list[Pair], kind: str, directions: str) -> int:
        self.requests[f"{kind} {directions}"] = [_request(*pair, kind, directions) for pair in pairs]
        return len(pairs)

    def answers(self, name: str) -> list[float | None]:
        """Metres, None where there is no route."""
        return [self._metres(request) for request in self.requests[name]]

    def _metres(self, request: str) -> float | None:
        try:
            return float(json.loads(self.actor.route(request))["trip"]["summary"]["length"]) * 1000
        except (RuntimeError, valhalla.ValhallaError):
            return None

    def round(self, name: str, rows: list[int]) -> list[float]:
        requests, taken = self.requests[name], []
        for row in rows:
            started = time.perf_counter()
            self.actor.route(requests[row])
            taken.append((time.perf_counter() - started) * 1000)
        return taken

    def start(self) -> str:
        """The service with one worker; empty, or why it does not run."""
        command = [str(BINARIES / "valhalla_service"), str(self.folder / "valhalla.json"), "1"]
        quiet = subprocess.DEVNULL
        self.service = subprocess.Popen(command, stdout=quiet, stderr=quiet)
        for _attempt in range(50):
            if self.service.poll() is not None:
                return f"valhalla_service ended with {self.service.returncode}"
            time.sleep(0.2)
            try:
                line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
                line.request("GET", "/status")
                if line.getresponse().status == 200:
                    return ""
            except OSError:
                continue
        return "valhalla_service does not answer"

    def stop(self) -> bool:
        if self.service is not None:
            self.service.kill()
            self.service.wait(10)
        return True


def _request(origin: tuple[float, float], goal: tuple[float, float], kind: str, directions: str) -> str:
    stops = [{"lon": lon, "lat": lat} for lon, lat in (origin, goal)]
    options = {"pedestrian": {"type": kind}}
    return json.dumps(
        {"locations": stops, "costing": "pedestrian", "costing_options": options, "directions_type": directions}
    )


def main() -> None:
    peer = Peer(Path(sys.argv[1]))
    names = ("build", "pairs", "answers", "round", "start", "stop")
    serve({name: getattr(peer, name) for name in names})


if __name__ == "__main__":
    main()
