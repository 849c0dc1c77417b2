#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Installs ports on a device with two transmit queues, in place of mq and below it, and removes them.
set -e
modprobe tun
python3 - <<'PYTHON' &
import fcntl, struct, time
IFF_TAP, IFF_NO_PI, IFF_MULTI_QUEUE, TUNSETIFF = 0x2, 0x1000, 0x100, 0x400454ca
queues = [open("/dev/net/tun", "r+b", buffering=0) for _ in range(2)]
for queue in queues:
    fcntl.ioctl(queue, TUNSETIFF, struct.pack("16sH22x", b"t0", IFF_TAP | IFF_NO_PI | IFF_MULTI_QUEUE))
time.sleep(600)
PYTHON
until ip link set t0 up; do sleep 0.1; done
tc qdisc show dev t0 >/run/before
mqecn install t0 --rate 1gbit
tc qdisc show dev t0 | cut -d' ' -f1-5
mqecn remove t0
tc qdisc show dev t0 | diff /run/before -
head -n 1 /run/before
tc qdisc add dev t0 root handle 9: mq
mqecn install t0 --parent 9:1 --rate 1gbit
mqecn remove t0
tc qdisc show dev t0 | grep 'parent 9:1 '
kill %1
