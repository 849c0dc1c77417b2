#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Installs, changes, shows and removes a port with mqecn.
set -e
ip link add d0 type dummy
ip link set d0 up
mqecn install d0 --rate 1gbit --scheme mq-ecn
mqecn set d0 quantum 1:3076
tc -j qdisc show dev d0 | jq -r '.[].kind'
mqecn get d0 quantum
mqecn remove d0
tc -j qdisc show dev d0 | jq -r '.[].kind'
ip link del d0
