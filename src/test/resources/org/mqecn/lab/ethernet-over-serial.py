#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Joins a guest to an EthernetSwitch: makes the device eth0 and carries its frames over /dev/ttyS1.

A frame is preceded by its length in two bytes. An empty frame asks the switch for one frame: the serial line of User-Mode
Linux stops for good when more bytes than 4096 wait for their reader.
"""

import fcntl
import os
import struct
import threading
import tty

TUNSETIFF = 0x400454CA
IFF_TAP, IFF_NO_PI = 2, 0x1000
LONGEST_FRAME = 65535


def open_device(name):
    """Creates an Ethernet device whose frames are read from and written to the file that is returned."""
    device = os.open('/dev/net/tun', os.O_RDWR)
    fcntl.ioctl(device, TUNSETIFF, struct.pack('16sH', name.encode(), IFF_TAP | IFF_NO_PI))
    return device


def write(line, frame):
    """Writes a frame to the line; threads may do so at the same time."""
    line.write(struct.pack('!H', len(frame)) + frame)
    line.flush()


def send(device, line):
    """Carries frames that the guest sends."""
    while True:
        write(line, os.read(device, LONGEST_FRAME))


def receive(line, asking, device):
    """Carries frames to the guest. A device that is down refuses them."""
    while True:
        write(asking, b'')
        frame = line.read(struct.unpack('!H', line.read(2))[0])
        try:
            os.write(device, frame)
        except OSError:
            pass


def main():
    terminal = os.open('/dev/ttyS1', os.O_RDWR | os.O_NOCTTY)
    tty.setraw(terminal)
    device = open_device('eth0')
    output = os.fdopen(os.dup(terminal), 'wb')
    threading.Thread(target=send, args=(device, output), daemon=True).start()
    receive(os.fdopen(terminal, 'rb'), output, device)


if __name__ == '__main__':
    main()
