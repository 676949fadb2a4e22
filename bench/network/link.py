"""The wire between two network namespaces: two TUN devices, and every packet held for the one-way time.

Started by network.ts inside the server's namespace: link.py ONE_WAY_MS CLIENT_PID SERVER_ADDRESS CLIENT_ADDRESS.
Python, because Node has no ioctl. Says "ready" once both ends are up, then answers each line with what it was late with;
ends when its standard input does.
Knows nothing of TCP: handshakes, slow start and acknowledgements are the kernel's own, and are delayed like all else.
"""

import ctypes
import fcntl
import json
import os
import select
import signal
import struct
import subprocess
import sys
import time
from collections import deque

TUNSETIFF = 0x400454CA
IFF_TUN, IFF_NO_PI = 0x0001, 0x1000
PR_SET_PDEATHSIG, PR_SET_TIMERSLACK = 1, 29
MTU = 1500
QUEUED_PACKETS = 10_000
"""Held by the kernel until this program gets to them: more than a thousand subscribers' answers to one message."""
BEAT_S = 0.05
"""This program wakes as often, so that it can tell afterwards when it did not run (as bench/machine/pulse.ts does)."""
ORDINARY_S = 0.02
"""A timer is late by less where nothing is wrong."""


def open_tun(name):
    device = os.open("/dev/net/tun", os.O_RDWR | os.O_NONBLOCK)
    fcntl.ioctl(device, TUNSETIFF, struct.pack("16sH22x", name.encode(), IFF_TUN | IFF_NO_PI))
    return device


def ip(*words):
    subprocess.run(["ip", *words], check=True)


def raise_link(name, address, peer, inside=()):
    for words in (
        ["address", "add", address, "peer", peer, "dev", name],
        ["link", "set", name, "mtu", str(MTU), "txqueuelen", str(QUEUED_PACKETS), "up"],
    ):
        subprocess.run([*inside, "ip", *words], check=True)


def read_all(device, held, due_in):
    """Takes what has come; each packet is due its own time after it was taken."""
    while True:
        try:
            packet = os.read(device, MTU)
        except BlockingIOError:
            return
        held.append((time.monotonic() + due_in, packet))


class Watch:
    """What this program was late with: stretches in which it did not run, and packets; instants in ms of the host's clock."""

    def __init__(self):
        self.stalls = []
        self.late = []
        self.last = time.monotonic()

    def beat(self, pause_s):
        """Called after each pause: the middle of it is where a stall is taken to have begun."""
        now = time.monotonic()
        if now - self.last - pause_s > ORDINARY_S:
            self.stalls.append([(self.last + pause_s / 2) * 1000, now * 1000])
        self.last = now

    def passed(self, due, now):
        """Keeps the packet that was latest within each beat."""
        if now - due <= ORDINARY_S:
            return
        if not self.late or now * 1000 - self.late[-1][1] > BEAT_S * 1000:
            self.late.append([due * 1000, now * 1000])
        elif now - due > (self.late[-1][1] - self.late[-1][0]) / 1000:
            self.late[-1] = [due * 1000, now * 1000]

    def tell(self):
        print(json.dumps({"stalls": self.stalls, "late": self.late}), flush=True)


def write_due(device, held, watch):
    """Passes on what is due; returns the seconds until the next packet is, None where none is held."""
    while held:
        due, packet = held[0]
        now = time.monotonic()
        if due > now:
            return due - now
        watch.passed(due, now)
        held.popleft()
        try:
            os.write(device, packet)
        except OSError:
            pass  # The far side is going down: a lost packet, as on any wire.
    return None


def carry(server, client, one_way_s):
    to_client, to_server = deque(), deque()
    stop = sys.stdin.fileno()
    watch = Watch()
    while True:
        waits = [w for w in (write_due(client, to_client, watch), write_due(server, to_server, watch)) if w is not None]
        pause = min([*waits, BEAT_S])
        ready, _, _ = select.select([server, client, stop], [], [], pause)
        watch.beat(pause)
        if stop in ready:
            if not os.read(stop, 4096):
                return
            watch.tell()
        if server in ready:
            read_all(server, to_client, one_way_s)
        if client in ready:
            read_all(client, to_server, one_way_s)


def main():
    for stop in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(stop, signal.SIG_IGN)  # sent to the whole group: what happens is the parent's to decide
    one_way_ms, client_pid, server_address, client_address = sys.argv[1:]
    prctl = ctypes.CDLL(None).prctl
    prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)  # where this program is stopped, it does not see its input end
    prctl(PR_SET_TIMERSLACK, 1, 0, 0, 0)  # the kernel's 50 µs of leeway would be added to each packet
    server, client = open_tun("to-clients"), open_tun("to-server")
    ip("link", "set", "to-server", "netns", client_pid)
    raise_link("to-clients", server_address, client_address)
    raise_link("to-server", client_address, server_address, ["nsenter", "--target", client_pid, "--net"])
    print("ready", flush=True)
    carry(server, client, float(one_way_ms) / 1000)


main()
