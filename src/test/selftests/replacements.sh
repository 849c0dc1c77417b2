# SPDX-License-Identifier: Apache-2.0
# Sourced by forwarding.sh: shell functions that replace commands of the kernel's
# scripts. They are exported, so that the scripts run unmodified.

# In virtual time the clock advances only while all processes sleep: a loop that polls
# the time of day must sleep.
date() {
	sleep 0.01
	command date "$@"
}

# `ip vrf exec VRF ping …` needs a kernel with BPF and control groups; binding ping to
# the device of the VRF needs neither.
ip() {
	if [[ "$1 $2 $4" == "vrf exec ping" ]]; then
		ping -I "$3" "${@:5}"
	else
		command ip "$@"
	fi
}

# Runs a tc command instead of the script's. The scripts ignore its exit status, so a
# failure goes to the file $REPLACEMENT_FAILED, which forwarding.sh checks.
replace_tc() {
	command tc "$@" && return
	echo "tc $*" >> "$REPLACEMENT_FAILED"
	return 1
}

# Converts the quanta of ETS ("5000 3500") to those of dwrr ("0:5000 1:3500").
quanta() {
	local queue=0 value
	for value; do
		echo "$((queue++)):$value"
	done
}

# Replaces the qdisc under test by dwrr; $SUITE is the script. Other commands are passed
# to tc unchanged.
tc() {
	local stream
	case "$SUITE: $*" in

	# sch_red.sh: a 10 Mbit/s shaper with RED inside becomes one dwrr port. A rate
	# of 10 Mbit/s of frames, which are 1454 bytes here, is 10.165 Mbit/s of wire.
	"red: qdisc replace dev swp3 root handle 1: tbf "*)
		replace_tc qdisc replace dev swp3 root handle 1: dwrr rate 10165kbit \
			queues 1 ecn-scheme none port-thresh 30000 queue-thresh all:30000
		;;
	"red: qdisc replace dev swp3 parent 1:1 handle 11: red "*" ecn nodrop")
		replace_tc qdisc change dev swp3 root handle 1: dwrr \
			ecn-scheme "$SCHEME" mark-at "$MARK_AT"
		;;
	"red: qdisc del dev swp3 parent 1:1")
		replace_tc qdisc change dev swp3 root handle 1: dwrr ecn-scheme none
		;;
	"red: -j -s qdisc show dev swp3")
		command tc "$@" | jq 'map(.handle = "11:" | .marked = .marked_packets)'
		;;

	# sch_ets.sh: the shaper stays, slower, and dwrr schedules below it. Filters by
	# VLAN replace those by the priority of the VLAN tag.
	"ets: qdisc add dev swp2 root handle 1: tbf "*)
		replace_tc qdisc add dev swp2 root handle 1: tbf rate 10mbit burst 64k limit 1m
		;;
	"ets: qdisc add dev swp2 parent 1: handle 10: ets quanta "*)
		replace_tc "${@:1:8}" dwrr rate 10gbit queues 3 scheduler "$SCHEDULER" \
			ecn-scheme none buffer-mode static shared-buffer 16m \
			queue-buffer all:1m quantum $(quanta "${@:11}")
		;;
	"ets: qdisc change dev swp2 parent 1: handle 10: ets quanta "*)
		replace_tc "${@:1:8}" dwrr quantum $(quanta "${@:11}")
		;;
	"ets: class change dev swp2 classid 10:2 ets quantum "*)
		replace_tc qdisc change dev swp2 parent 1: handle 10: dwrr quantum "1:$9"
		;;
	"ets: filter add dev swp2 parent 10: basic match meta(priority eq "*)
		stream=${9//[!0-9]/}
		replace_tc filter add dev swp2 parent 10: protocol 802.1q \
			flower vlan_id "1$stream" classid "${11}"
		;;
	"ets: -j -s qdisc show dev swp2 invisible")
		command tc -s class show dev swp2 | awk '
			/^class / { parent = $3 }
			/^ Sent / { printf "%s{ \"parent\": \"%s\", \"bytes\": %s }", n++ ? ", " : "[", parent, $2 }
			END { print "]" }'
		;;

	# sch_tbf_*.sh: each shaper becomes a dwrr port, at the root or below prio.
	"tbf: qdisc replace dev swp2 "*" tbf rate "*)
		replace_tc "${@:1:7}" $([[ $5 == parent ]] && echo "$8") \
			dwrr rate "$(sed 's/.* rate \([^ ]*\).*/\1/' <<< "$*")"
		;;

	*)	command tc "$@" ;;
	esac
}

export -f date ip replace_tc quanta tc
