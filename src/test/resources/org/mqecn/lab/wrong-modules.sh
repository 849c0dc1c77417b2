#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Tries to load modules that the kernel refuses. Prints what mqecn says about each. No module without a signature can be
# loaded afterwards.
set -e
module=/lib/modules/$(uname -r)/sch_dwrr.ko

# load FILE: loads it in place of the module.
load() {
    mount --bind "$1" "$module"
    mqecn module load 2>&1 && exit 1
    umount "$module"
}

rmmod sch_dwrr 2>/dev/null || true
LC_ALL=C sed 's/vermagic=[0-9]/vermagic=0/' "$module" >/run/other-kernel.ko
load /run/other-kernel.ko

(cat "$module"; printf 'no signature~Module signature appended~\n') >/run/damaged.ko
load /run/damaged.ko

# The signature of another module.
signed=$(modinfo -n dummy)
case $signed in *.xz) xz -dc "$signed" ;; *) cat "$signed" ;; esac >/run/signed
python3 - "$module" <<'PYTHON' >/run/wrong.ko
import struct, sys
END = b"~Module signature appended~\n"
signed = open("/run/signed", "rb").read()
header = len(signed) - len(END) - 12
length, = struct.unpack(">I", signed[header + 8:header + 12])
sys.stdout.buffer.write(open(sys.argv[1], "rb").read() + signed[header - length:])
PYTHON
load /run/wrong.ko

echo 1 >/sys/module/module/parameters/sig_enforce
mqecn module load 2>&1 && exit 1
exit 0
