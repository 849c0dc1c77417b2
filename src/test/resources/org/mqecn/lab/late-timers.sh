#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Installs a port, and prints its rate, how often timers were late and what that cost: with the default bucket, and with
# the one that mqecn names.
set -e
ip link add d0 type dummy
ip link set d0 up
ip address add 192.0.2.1/24 dev d0
ip neighbour add 192.0.2.2 lladdr 02:00:00:00:00:02 dev d0

mbits() {
    mqecn clear d0 >&2
    python3 - <<'PYTHON'
import socket, time
out = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
end = time.monotonic() + 4
while time.monotonic() < end:
    out.sendto(bytes(1458), ("192.0.2.2", 9))
PYTHON
    mqecn stats d0 -o json | jq -r '.[0] | "\(.sent_bytes * 8 / 4e6 | floor) \(.late_timers) \(.lost_bytes)"'
}

mqecn install d0 --rate 20mbit 2>/run/install >/dev/null
cat /run/install
mbits
mqecn stats d0 | tail -n 1 | tee /run/hint
eval "$(sed "s/.*: '//; s/'$//" /run/hint)" >/dev/null
mbits
ip link del d0
