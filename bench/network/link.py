"""The wire between two network namespaces: two TUN devices, and every packet held for the one-way time.

Started by network.ts inside the server's namespace: link.py ONE_WAY_MS CLIENT_PID SERVER_ADDRESS CLIENT_ADDRESS.
Python, because Node has no ioctl. Says "ready" once both ends are up; ends when its standard input does.
Knows nothing of TCP: handshakes, slow start and acknowledgements are the kernel's own, and are delayed like all else.
"""

import ctypes
import fcntl
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
PR_SET_TIMERSLACK = 29
MTU = 1500
QUEUED_PACKETS = 10_000
"""Held by the kernel until this program gets to them: more than a thousand subscribers' answers to one message."""


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


def write_due(device, held):
    """Passes on what is due; returns the seconds until the next packet is, None where none is held."""
    while held:
        left = held[0][0] - time.monotonic()
        if left > 0:
            return left
        try:
            os.write(device, held.popleft()[1])
        except OSError:
            pass  # The far side is going down: a lost packet, as on any wire.
    return None


def carry(server, client, one_way_s):
    to_client, to_server = deque(), deque()
    stop = sys.stdin.fileno()
    while True:
        waits = [w for w in (write_due(client, to_client), write_due(server, to_server)) if w is not None]
        ready, _, _ = select.select([server, client, stop], [], [], min(waits, default=None))
        if stop in ready:
            return
        if server in ready:
            read_all(server, to_client, one_way_s)
        if client in ready:
            read_all(client, to_server, one_way_s)


def main():
    for stop in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(stop, signal.SIG_IGN)  # sent to the whole group: what happens is the parent's to decide
    one_way_ms, client_pid, server_address, client_address = sys.argv[1:]
    ctypes.CDLL(None).prctl(PR_SET_TIMERSLACK, 1, 0, 0, 0)  # the kernel's 50 µs of leeway would be added to each packet
    server, client = open_tun("to-clients"), open_tun("to-server")
    ip("link", "set", "to-server", "netns", client_pid)
    raise_link("to-clients", server_address, client_address)
    raise_link("to-server", client_address, server_address, ["nsenter", "--target", client_pid, "--net"])
    print("ready", flush=True)
    carry(server, client, float(one_way_ms) / 1000)


main()
