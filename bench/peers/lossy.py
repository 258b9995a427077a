"""A line between two network namespaces that keeps every packet back for a while and loses some, for bench/transfer.sh:

    lossy.py NEAR NEAR_ADDRESS FAR FAR_ADDRESS ONE_WAY_MS LOSS

Makes the namespaces NEAR and FAR, each with one interface of the address given (with /30) and packets of 1 500 bytes, and carries
packets between them until it is killed; LOSS is the share of those that are lost, each way, at random but the same in every run.
Kernels that have netem need none of this; many have not. To be run as root. The namespaces go with `ip netns delete`.
"""

import collections
import ctypes
import fcntl
import os
import random
import select
import struct
import subprocess
import sys
import time

TUNSETIFF, IFF_TUN, IFF_NO_PI = 0x400454CA, 1, 0x1000
LIBC = ctypes.CDLL(None, use_errno=True)


def end(name, address):
    """The file of an interface in a namespace of its own."""
    subprocess.run(["ip", "netns", "add", name], check=True)
    with open("/var/run/netns/" + name) as namespace:
        if LIBC.setns(namespace.fileno(), 0) != 0:
            raise OSError(ctypes.get_errno(), "cannot enter " + name)
    tun = os.open("/dev/net/tun", os.O_RDWR | os.O_NONBLOCK)
    fcntl.ioctl(tun, TUNSETIFF, struct.pack("16sH22x", b"far", IFF_TUN | IFF_NO_PI))
    for words in ("addr add %s/30 dev far" % address, "link set lo up", "link set far mtu 1500 txqueuelen 20000 up"):
        subprocess.run(["ip"] + words.split(), check=True)
    return tun


def carry(ends, wait, loss):
    others = {ends[0]: ends[1], ends[1]: ends[0]}
    chance = random.Random(1)
    waiting = collections.deque()
    while True:
        timeout = max(0.0, waiting[0][0] - time.monotonic()) if waiting else None
        ready, _, _ = select.select(ends, [], [], timeout)
        for tun in ready:
            for _ in range(64):
                try:
                    packet = os.read(tun, 2048)
                except BlockingIOError:
                    break
                if chance.random() >= loss:
                    waiting.append((time.monotonic() + wait, others[tun], packet))
        now = time.monotonic()
        while waiting and waiting[0][0] <= now:
            _, tun, packet = waiting.popleft()
            try:
                os.write(tun, packet)
            except BlockingIOError:
                pass  # The queue is full: lost, as anywhere.


def main(near, near_address, far, far_address, wait, loss):
    ends = [end(near, near_address), end(far, far_address)]
    print("listening", flush=True)
    carry(ends, float(wait) / 1000, float(loss))


main(*sys.argv[1:])
