"""A daemon that says what a test tells it to say: answers, failures, silence, nonsense.

It speaks the control socket's JSON-RPC well enough for `earshot`, and nothing else of Earshot. As a program it takes
the place of earshot-daemon in tests of how a client starts one; its behaviour then comes from the environment:
SCRIPTED_DELAY (seconds before it listens), SCRIPTED_DEATH (a last line for its log, instead of listening).
"""
import argparse
import fcntl
import json
import os
import pathlib
import signal
import socket
import sys
import threading
import time

INFO = {
    "version": "0.1.0", "pid": 4711, "uptime_ms": 61000, "profile_dir": "/home/alice/profile",
    "person": {"id": "me" * 26, "name": "Alice"}, "device": "d" * 26, "port": 47700,
    "discovery": {"backend": "off", "state": "off"}, "links": 0, "queue": 0, "conversations": 0, "last_seq": 0,
    "visibility": "known",
    "networks": [{"interface": "eth0", "id": "n" * 26, "known": True, "visible": True}],
}
BASIC_ANSWERS = {
    "session.hello": {"api": "1.0", "server_version": "0.1.0", "features": [], "limits": {},
                      "person": INFO["person"], "profile": INFO["profile_dir"]},
    "session.subscribe": {"seq": 0},
    "daemon.info": INFO,
    "daemon.stop": {},
    "profile.get": {"person": INFO["person"], "device": INFO["device"]},
    "people.list": {"people": []},
    "conversation.list": {"conversations": []},
}


class ScriptedDaemon:
    """Listens at `path`. Answers of a method are used in turn; the last one stays."""

    def __init__(self, path):
        self.calls = []  # (method, params) of all clients, in order.
        self.events = []  # Sent to each client that subscribes.
        self.answers = {}
        self.lock = threading.Lock()
        self.stopped = threading.Event()  # Nobody new is served,
        self.ended = threading.Event()  # and then nobody.
        self.clients = set()
        self.listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        # A long path is bound through the folder, as the real daemon does it.
        self.held = open(f"{path}.lock", "w")
        fcntl.lockf(self.held, fcntl.LOCK_EX)  # By this a client knows that a daemon is there.
        folder = os.open(os.path.dirname(path), os.O_PATH | os.O_DIRECTORY)
        self.listener.bind(f"/proc/self/fd/{folder}/{os.path.basename(path)}")
        os.close(folder)
        self.path = path
        self.listener.listen(64)
        self.thread = threading.Thread(target=self.accept, daemon=True)
        self.thread.start()

    def script(self, method, outcome):
        """`outcome` is {"result": ...}, {"error": ...}, or one of hang, close, garbage, huge, stranger, text."""
        with self.lock:
            self.answers.setdefault(method, []).append(outcome)

    def stop(self):
        if not self.stopped.is_set():
            self.stop_listening()
            self.end_clients()

    def stop_listening(self):
        self.stopped.set()
        os.unlink(self.path)
        self.held.close()
        self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()

    def end_clients(self):
        for client in list(self.clients):
            client.shutdown(socket.SHUT_RDWR)
        self.ended.set()

    def accept(self):
        while not self.stopped.is_set():
            try:
                client, _ = self.listener.accept()
            except OSError:
                return
            self.clients.add(client)
            threading.Thread(target=self.serve, args=(client,), daemon=True).start()

    def serve(self, client):
        try:
            for line in client.makefile("r", encoding="utf-8"):
                if not self.handle(client, json.loads(line)):
                    break
        except OSError:
            pass
        finally:
            self.clients.discard(client)
            client.close()

    def outcome_of(self, method):
        with self.lock:
            scripted = self.answers.get(method)
            if scripted:
                return scripted.pop(0) if len(scripted) > 1 else scripted[0]
        if method in BASIC_ANSWERS:
            return {"result": BASIC_ANSWERS[method]}
        return {"error": {"code": -32601, "message": f"there is no method {method}",
                          "data": {"kind": "unknown_method", "retryable": False}}}

    def handle(self, client, request):
        """False to end the connection."""
        method = request["method"]
        self.calls.append((method, request.get("params", {})))
        outcome = self.outcome_of(method)
        if outcome == "hang":
            return True
        if outcome == "close":
            return False
        if isinstance(outcome, str):
            nonsense = {"garbage": b"\x00\xff not JSON\n", "huge": b"[" * 2_000_000 + b"\n",
                        "stranger": b'{"jsonrpc":"2.0","id":99999,"result":{}}\n',
                        "text": b'{"jsonrpc":"2.0","id":%d,"result":"text"}\n' % request["id"]}
            client.sendall(nonsense[outcome])
            return True
        if method == "daemon.stop":  # Whoever has the answer finds nobody any more.
            self.stop_listening()
        client.sendall(json.dumps({"jsonrpc": "2.0", "id": request["id"], **outcome}).encode() + b"\n")
        if method == "session.subscribe":
            for event in self.events:
                client.sendall(json.dumps({"jsonrpc": "2.0", "method": "event", "params": event}).encode() + b"\n")
        if method == "daemon.stop":
            self.end_clients()
            return False
        return True


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--profile-dir", type=pathlib.Path)
    parser.add_argument("--profile")
    options, others = parser.parse_known_args()
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM})  # For all threads to come.
    print("scripted daemon", *sys.argv[1:], flush=True)
    options.profile_dir.mkdir(mode=0o700, exist_ok=True)
    with open(options.profile_dir / "started", "a") as started:
        started.write(f"{os.getpid()}\n")
    if "SCRIPTED_DEATH" in os.environ:
        sys.exit(os.environ["SCRIPTED_DEATH"])
    time.sleep(float(os.environ.get("SCRIPTED_DELAY", 0)))
    daemon = ScriptedDaemon(str(options.profile_dir / "control.sock"))
    daemon.script("daemon.info", {"result": {**INFO, "pid": os.getpid(), "options": others}})

    def stop_at_signal():  # A handler would run inside `wait` below and meet its lock.
        signal.sigwait({signal.SIGTERM})
        daemon.stop()

    threading.Thread(target=stop_at_signal, daemon=True).start()
    print(f"ready id={INFO['person']['id']} port={INFO['port']}", flush=True)
    daemon.ended.wait()


if __name__ == "__main__":
    main()
