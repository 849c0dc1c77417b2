#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The flows of figures 7 and 8 of MQ-ECN, as a list that the scenario mq-flows replays.

Its authors published their traffic generator (HKUST-SING/TrafficGenerator) and the seed that they used for both figures,
100 (HKUST-SING/MQ-ECN-Experiments). With this seed, the generator draws the same flows on every machine with the C
library of GNU: for each flow five numbers of rand(3), for its size, its server, its service, its sending rate, which is not
limited here, and the time until the next one.

    authors-flows.py 25 25 25 25 > scenarios/mq-fig7-flows.csv
    authors-flows.py 10 20 30 40 > scenarios/mq-fig8-flows.csv

The times are those of load 1: the generator divides them by the load.
"""
import ctypes
import sys

SEED, FLOWS, SERVERS = 100, 5000, 8
# Flows begin with a header
LEAST_SIZE = 16
# Web search: size in bytes, and the share of flows that are not larger
SIZES = [(0, 0), (10_000, .15), (20_000, .2), (30_000, .3), (50_000, .4), (80_000, .53), (200_000, .6), (1_000_000, .7),
         (2_000_000, .8), (5_000_000, .9), (10_000_000, .97), (30_000_000, 1)]
STEPS = list(zip(SIZES, SIZES[1:]))
MEAN_SIZE = sum((low + high) / 2 * (above - below) for (low, below), (high, above) in STEPS)
# At a load of 1, 1 Gbit/s of frames, which have 1448 bytes of payload in 1538
MEAN_INTERVAL_US = MEAN_SIZE * 8 / 1000 / (1448 / 1538)
RAND_MAX = 2**31 - 1

rand = ctypes.CDLL('libc.so.6').rand
logarithm = ctypes.CDLL('libm.so.6').logf
logarithm.argtypes, logarithm.restype = [ctypes.c_float], ctypes.c_float


def size():
    share = rand() / RAND_MAX
    (low, below), (high, above) = next(step for step in STEPS if share <= step[1][1])
    return max(LEAST_SIZE, int(low + (share - below) * (high - low) / (above - below)))


def service(weights):
    ticket = rand() % sum(weights)
    return next(i for i in range(len(weights)) if ticket < sum(weights[:i + 1]))


def main(weights):
    ctypes.CDLL('libc.so.6').srand(SEED)
    print('# SPDX-License-Identifier: Apache-2.0')
    print('# Made by src/bench/authors-flows.py', *weights)
    print('start_us,bytes,server,dscp')
    start_us = 0
    for _ in range(FLOWS):
        flow = f'{size()},{rand() % SERVERS},{service(weights)}'
        rand()
        start_us += -logarithm(1 - rand() / RAND_MAX) * MEAN_INTERVAL_US
        print(f'{start_us:.0f},{flow}')


main([int(weight) for weight in sys.argv[1:]])
