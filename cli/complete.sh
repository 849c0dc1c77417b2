#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Candidates for shell completion of mqecn(8). Generated from the commands and complete.sh.in by 'make generate'; do not edit.
#
# complete.sh WORD... prints the candidates for the last word, given those before it: one a line, each with a tab and its
# description. mqecn.bash, mqecn.zsh and mqecn.fish call it.
set -u

# Columns: verb, word, kind of its argument, description. The word of an argument is its number, with + if it repeats.
table() {
    cat <<'END'
	install	@verb	Set up a device as a switch port
	remove	@verb	Remove a port and restore the settings of the device that install changed
	set	@verb	Change settings of one port or, without DEV, of all ports and the defaults for new ports
	get	@verb	Show the configuration of ports as read from the kernel
	stats	@verb	Show the counters of ports and queues
	save	@verb	Save ports with all their settings for 'mqecn apply', and so that they come back after a reboot
	apply	@verb	Make ports as files specify them, and change only what differs
	confirm	@verb	Confirm the change of 'mqecn apply --confirm TIME' or 'mqecn edit --confirm TIME', which is undone otherwise
	diff	@verb	Compare ports with the files that specify them
	edit	@verb	Edit a file of ports and apply it
	top	@verb	Show the queues of all ports, live
	doctor	@verb	Find what keeps ports from working or marking
	report-bug	@verb	Write an archive with what a maintainer would ask for, and list what it holds
	import	@verb	Convert configurations of other switches to files of ports
import	sonic	@verb	Print a port of a SONiC switch as a file of ports, for 'mqecn apply -f -'
	export	@verb	Convert files of ports to configurations of other switches
export	sonic	@verb	Print a port in a file of ports as tables for the config_db.json of a SONiC switch
	exporter	@verb	Serve the counters of ports to Prometheus, at /metrics, until terminated
	serve	@verb	Serve a page for browsers, until terminated
	trace	@verb	Show how a dwrr port classifies, admits, marks, schedules and shapes single packets, until interrupted or as many as --packets says have left it or were dropped
	clear	@verb	Reset the counters of a port and its queues to zero, and the watermarks to the current backlog
	rank	@verb	Classify packets by rules and set their DSCP and priority
rank	add	@verb	Add a rule
rank	del	@verb	Remove rules
rank	list	@verb	List the rules in order, with their counters
rank	apply	@verb	Replace all rules by those of a file, see mqecn-rank(5)
rank	save	@verb	Save the rules for 'mqecn rank restore', for example after a reboot
rank	restore	@verb	Restore the rules that were saved or applied last
rank	undo	@verb	Undo the last change, counters included
rank	clear	@verb	Reset the counters of all rules to zero
rank	show	@verb	Show how ports map DSCP and priority to queues or ranks
rank	verify	@verb	Verify with test packets which queue or rank each DSCP and each rule maps to
	scheme	@verb	Show, write, build and test marking schemes and buffer policies
scheme	list	@verb	List the marking schemes and buffer policies that are loaded, and those of this version that can be
scheme	show	@verb	Show a marking scheme or a buffer policy
scheme	new	@verb	Begin a marking scheme or a buffer policy
scheme	build	@verb	Compile a marking scheme or a buffer policy for the lab's kernel, and add it to those that mqecn knows
scheme	test	@verb	Test a marking scheme or a buffer policy in the lab
scheme	remove	@verb	Remove a marking scheme or a buffer policy that was added, and its module from this machine
	module	@verb	Build, load and unload the kernel module
module	build	@verb	Build the modules for the running kernel and install them where modprobe looks
module	load	@verb	Load the module
module	unload	@verb	Unload the module if no port uses it
module	status	@verb	Show whether the module is loaded or can be loaded
	testbed	@verb	Build and manage testbeds of hosts, switches and links
testbed	up	@verb	Create a testbed, or reconcile a running one with its file
testbed	down	@verb	Remove a testbed's resources and nothing else
testbed	status	@verb	Show a testbed's addresses and compare its actual state with its file
testbed	exec	@verb	Run COMMAND on a host or router of a testbed
testbed	verify	@verb	Verify a running testbed with traffic
testbed	graph	@verb	Draw a testbed's hosts, switches and links, with the rates and queues of its ports
testbed	script	@verb	Print a shell script that creates the testbed from scratch, for 'sh -e'
testbed	halt	@verb	Shut a virtual machine down
testbed	console	@verb	Attach the terminal to the serial console of a virtual machine; Ctrl-] detaches
testbed	disk	@verb	Mount the data disk of a halted virtual machine on the host, or unmount it
testbed	list	@verb	List the running testbeds
testbed	image	@verb	Build a boot image for virtual machines; each of them gets its own qcow2 overlay
	traffic	@verb	Generate traffic
traffic	server	@verb	Serve requests of 'mqecn traffic client' and act as a sink for 'mqecn bench cpu'
traffic	client	@verb	Request flows from servers over persistent connections, with Poisson arrivals or as listed in a file, and report flow completion times (FCT)
traffic	videos	@verb	Create videos to be served over HTTP, in segments at several bitrates (HLS, RFC 8216)
traffic	stream	@verb	Emulate video viewers (HLS clients)
	limit	@verb	Assess a queue limit
	validate	@verb	Check files of testbeds, scenarios, rules, ports and results (runs/NAME.json, summary.json)
	run	@verb	Run a scenario
	results	@verb	Manage directories of results
results	merge	@verb	Merge the results of one experiment that ran in parts
results	status	@verb	Show how many runs of an experiment are complete, run, wait or failed, in Slurm too
results	compare	@verb	Compare results, for example before and after a change
results	export	@verb	Write the results of an experiment as CSV tables for pandas, R and others
	bench	@verb	Measure the CPU cost of qdiscs
bench	cpu	@verb	Compare the CPU time that qdiscs need to pace many TCP flows (SO_MAX_PACING_RATE)
	report	@verb	Write an HTML report of a results directory
	figure	@verb	Plot the figures of a scenario from a results directory
	lab	@verb	Run commands in short-lived virtual machines in virtual time
lab	build	@verb	Build the lab's kernel from the distribution's source if it is not in the cache
lab	exec	@verb	Run COMMAND as root in a new guest, in virtual time, in the current directory (read-only)
lab	list	@verb	List the lab's kernels in the cache
	demo	@verb	Compare marking schemes on the same traffic, in the lab
	--help		Show this help.
	--version		Show the version.
install	--parent	@value	Parent class, for example 1:2 (default
install	--handle	@value	Handle of the qdisc, for example 1
install	--replace		Replace an existing qdisc
install	--build		Build and install the modules first if needed
install	-n	@netns	Network namespace to work in
install	--netns	@netns	Network namespace to work in
install	-o	table json	Output format (default
install	--output	table json	Output format (default
install	-h		Show this help
install	--help		Show this help
install	--dry-run		Print the commands without running them
install	--qdisc	dwrr eiffel	Queueing discipline to attach
install	--rate	@value	Port rate, including preamble and inter-frame gap
install	--queues	@value	Number of queues (default
install	--ecn-scheme	none per-queue per-port mq-ecn tcn codel ecn-sharp mq-ecn-general per-queue-min pi2 pie red service-pool tcn-probabilistic	ECN marking scheme
install	--scheme	none per-queue per-port mq-ecn tcn codel ecn-sharp mq-ecn-general per-queue-min pi2 pie red service-pool tcn-probabilistic	ECN marking scheme
install	--port-thresh	@value	Marking threshold of the port; standard threshold K of mq-ecn
install	--shared-buffer	@value	Buffer of the port, shared by its queues
install	--buffer-mode	shared static abm dynamic-thresholds traffic-aware	Buffer policy; static limits each queue to its own queue-buffer
install	--scheduler	dwrr wrr wfq	Scheduling algorithm of the queues
install	--mark-at	enqueue dequeue	Point at which packets are marked
install	--round-alpha	@value	Weight of the previous round time in the average, in 1/1000
install	--idle-interval	@value	Idle time that counts as an empty round
install	--bucket	@value	Depth of the token bucket, as time at the port rate
install	--tcn-thresh	@value	TCN threshold
install	--codel-target	@value	CoDel TARGET
install	--codel-interval	@value	CoDel INTERVAL
install	--trust	dscp pcp	Field that chooses the queue
install	--default-queue	@value	Queue of packets whose code point no queue has, or that have none
install	--histograms	off on	Histograms of sojourn time and occupancy in each queue
install	--quantum	@value	dwrr
install	--queue-thresh	@value	Marking threshold of a queue
install	--queue-buffer	@value	Buffer of a queue with buffer-mode static
install	--dscp	@value	DSCPs of a queue, names, numbers and ranges, or none
install	--prio	@value	Strict priority of a queue, 0 is the highest; the scheduler serves queues of equal priority
install	--pcp	@value	PCPs of a queue, if the port trusts them
install	--abm-alpha	@value	How much of the free buffer the queue may hold at the full rate (abm)
install	--abm-interval	@value	Time over which the drain rate is measured (abm)
install	--dt-alpha	@value	How much of the free buffer the queue may hold (dynamic-thresholds)
install	--ins-target	@value	Sojourn time above which every packet is marked (ecn-sharp)
install	--pst-target	@value	Sojourn time that is persistent congestion if it remains (ecn-sharp)
install	--pst-interval	@value	How long it remains before the first mark (ecn-sharp)
install	--general-thresh	@value	Standard threshold K (mq-ecn-general)
install	--general-alpha	@value	Weight of the previous sum, in 1/1000 (mq-ecn-general)
install	--general-interval	@value	Time between two samples (mq-ecn-general)
install	--min-thresh	@value	Standard threshold K, of which each queue has its share (per-queue-min)
install	--pi2-target	@value	Latency at which the Classic queue is held (pi2)
install	--pi2-update	@value	Interval of the controller (Tupdate) (pi2)
install	--pi2-alpha	@value	Integral gain, in 1/1000 Hz (pi2)
install	--pi2-beta	@value	Proportional gain, in 1/1000 Hz (pi2)
install	--pi2-coupling	@value	Coupling factor k (pi2)
install	--pi2-step	@value	Sojourn time above which an L queue marks every packet (pi2)
install	--pi2-l4s	@value	Whether this is the L queue (pi2)
install	--pie-target	@value	Latency at which the queue is held (QDELAY_REF) (pie)
install	--pie-update	@value	Interval of the controller (T_UPDATE) (pie)
install	--pie-burst	@value	Time that a burst may last (MAX_BURST) (pie)
install	--red-mark	@value	Mark ECN-capable packets (red)
install	--red-min	@value	Backlog above which packets are marked (red)
install	--red-max	@value	Backlog above which every packet is marked (red)
install	--red-prob	@value	Marking probability at red-max (red)
install	--red-drop	@value	Drop packets early
install	--red-drop-min	@value	Backlog above which packets are dropped (red)
install	--red-drop-max	@value	Backlog above which every packet is dropped (red)
install	--red-drop-prob	@value	Drop probability at red-drop-max (red)
install	--red-gentle	off on	Above a maximum, grow the probability to 1 at twice that maximum (red)
install	--red-weight	@value	Weight of each backlog in the average (w_q); 100% is no average (red)
install	--red-port	off on	Compare the backlog of the port, not that of the queue (red)
install	--pool-min	@value	Backlog of the pool above which packets are marked (service-pool)
install	--pool-max	@value	Backlog of the pool above which every packet is marked (service-pool)
install	--pool-prob	@value	Marking probability at pool-max (service-pool)
install	--tcn-min	@value	Sojourn time above which packets are marked (tcn-probabilistic)
install	--tcn-max	@value	Sojourn time above which every packet is marked (tcn-probabilistic)
install	--tcn-prob	@value	Marking probability at tcn-max (tcn-probabilistic)
install	--ta-alpha	@value	How much of the free buffer the queue may hold without a burst (traffic-aware)
install	--policy	pacing strict srpt edf lqf wfq	eiffel
install	--rank-from	dscp priority mark	eiffel
install	--limit	@value	eiffel
install	--flow-limit	@value	eiffel
install	--buckets	@value	eiffel
install	--granularity	@value	eiffel
install	--hash-buckets	@value	eiffel
install	--initial-quantum	@value	eiffel
install	--pacing	off on	eiffel
install	--maxrate	none	eiffel
install	--low-rate-threshold	@value	eiffel
install	--refill-delay	@value	eiffel
install	--orphan-mask	@value	eiffel
install	--ce-threshold	none	eiffel
install	--timer-slack	@value	eiffel
install	--horizon	@value	eiffel
install	--beyond-horizon	cap drop	eiffel
install	--deadline-unit	@value	eiffel
install	1	@device	
remove	-n	@netns	Network namespace to work in
remove	--netns	@netns	Network namespace to work in
remove	-o	table json	Output format (default
remove	--output	table json	Output format (default
remove	-h		Show this help
remove	--help		Show this help
remove	--dry-run		Print the commands without running them
remove	1	@device	
set	-n	@netns	Network namespace to work in
set	--netns	@netns	Network namespace to work in
set	-o	table json	Output format (default
set	--output	table json	Output format (default
set	-h		Show this help
set	--help		Show this help
set	--dry-run		Print the commands without running them
set	1	@device	
get	-n	@netns	Network namespace to work in
get	--netns	@netns	Network namespace to work in
get	-o	table json	Output format (default
get	--output	table json	Output format (default
get	-h		Show this help
get	--help		Show this help
get	1	@device	
stats	-w		Show rates, shares, marks and occupancy every SECS seconds (default
stats	--watch		Show rates, shares, marks and occupancy every SECS seconds (default
stats	--count	@value	With --watch
stats	-n	@netns	Network namespace to work in
stats	--netns	@netns	Network namespace to work in
stats	-o	table json jsonl prometheus	Output format (default
stats	--output	table json jsonl prometheus	Output format (default
stats	-h		Show this help
stats	--help		Show this help
stats	1	@device	
save	-f	@value	Save the ports to one file, see mqecn-ports(5); '-' is standard output
save	--file	@value	Save the ports to one file, see mqecn-ports(5); '-' is standard output
save	-n	@netns	Network namespace to work in
save	--netns	@netns	Network namespace to work in
save	-o	table json	Output format (default
save	--output	table json	Output format (default
save	-h		Show this help
save	--help		Show this help
save	--dry-run		Print the commands without running them
save	1	@device	
apply	-f	@value	File of ports, see mqecn-ports(5), or folder with *.yaml files; several if repeated
apply	--file	@value	File of ports, see mqecn-ports(5), or folder with *.yaml files; several if repeated
apply	--confirm	@value	Undo the change after this time unless 'mqecn confirm' confirms it, even if this terminal or its connection is gone
apply	--replace		Replace other qdiscs that are in the way
apply	-n	@netns	Network namespace to work in
apply	--netns	@netns	Network namespace to work in
apply	-o	table json	Output format (default
apply	--output	table json	Output format (default
apply	-h		Show this help
apply	--help		Show this help
apply	--dry-run		Print the commands without running them
apply	1	@device	
confirm	--roll-back		Undo the change now
confirm	-n	@netns	Network namespace to work in
confirm	--netns	@netns	Network namespace to work in
confirm	-o	table json	Output format (default
confirm	--output	table json	Output format (default
confirm	-h		Show this help
confirm	--help		Show this help
confirm	--dry-run		Print the commands without running them
diff	-f	@value	File of ports, see mqecn-ports(5), or folder with *.yaml files; several if repeated
diff	--file	@value	File of ports, see mqecn-ports(5), or folder with *.yaml files; several if repeated
diff	-n	@netns	Network namespace to work in
diff	--netns	@netns	Network namespace to work in
diff	-o	table json	Output format (default
diff	--output	table json	Output format (default
diff	-h		Show this help
diff	--help		Show this help
diff	1	@device	
edit	-f	@value	File of ports, see mqecn-ports(5) (default
edit	--file	@value	File of ports, see mqecn-ports(5) (default
edit	--confirm	@value	Undo the change after this time unless 'mqecn confirm' confirms it, even if this terminal or its connection is gone
edit	-n	@netns	Network namespace to work in
edit	--netns	@netns	Network namespace to work in
edit	-o	table json	Output format (default
edit	--output	table json	Output format (default
edit	-h		Show this help
edit	--help		Show this help
edit	--dry-run		Print the commands without running them
edit	1	@device	
top	--interval	@value	Time between two frames (default
top	-n	@netns	Network namespace to work in
top	--netns	@netns	Network namespace to work in
top	-h		Show this help
top	--help		Show this help
doctor	--rtt	@value	Base RTT of the flows, for the check of thresholds (default
doctor	-n	@netns	Network namespace to work in
doctor	--netns	@netns	Network namespace to work in
doctor	-o	table json	Output format (default
doctor	--output	table json	Output format (default
doctor	-h		Show this help
doctor	--help		Show this help
doctor	1	@device	
report-bug	-n	@netns	Network namespace to work in
report-bug	--netns	@netns	Network namespace to work in
report-bug	-o	table json	Output format (default
report-bug	--output	table json	Output format (default
report-bug	-h		Show this help
report-bug	--help		Show this help
import sonic	--port	@value	Port of the switch
import sonic	--device	@device	Network device that gets the port (default
import sonic	--rate	@value	Rate of the port (default
import sonic	--shared-buffer	@value	Buffer of the port (default
import sonic	-h		Show this help
import sonic	--help		Show this help
export sonic	--device	@device	Network device in the file (default
export sonic	--port	@value	Port of the switch
export sonic	--profile	@value	Name of maps and profiles (default
export sonic	-h		Show this help
export sonic	--help		Show this help
exporter	--listen	@value	Address to listen on, always in the namespace of mqecn
exporter	-n	@netns	Network namespace to work in
exporter	--netns	@netns	Network namespace to work in
exporter	-h		Show this help
exporter	--help		Show this help
serve	--listen	@value	Address to listen on, always in the namespace of mqecn
serve	--token-file	@value	File with the token that is required, readable for its owner only (default
serve	--interval	@value	Time between two readings of the ports (default
serve	--results	@value	Folder of results to browse (default
serve	-n	@netns	Network namespace to work in
serve	--netns	@netns	Network namespace to work in
serve	-h		Show this help
serve	--help		Show this help
trace	--queue	@value	Packets of this queue only, from 0
trace	--flow	@value	Packets with these headers only
trace	--packets	@value	Stop after N packets (default
trace	--for	@value	Stop after this time, too
trace	--out	@value	Write to a new file instead; required with -o pcapng
trace	--clean		Remove what traces that were killed left in the kernel
trace	-n	@netns	Network namespace to work in
trace	--netns	@netns	Network namespace to work in
trace	-o	text json pcapng	Output format (default
trace	--output	text json pcapng	Output format (default
trace	-h		Show this help
trace	--help		Show this help
trace	1	@device	
clear	-n	@netns	Network namespace to work in
clear	--netns	@netns	Network namespace to work in
clear	-o	table json	Output format (default
clear	--output	table json	Output format (default
clear	-h		Show this help
clear	--help		Show this help
clear	--dry-run		Print the commands without running them
clear	1	@device	
rank add	--direction	output forward input	Netfilter hook
rank add	--dscp	@value	DSCP to set
rank add	--priority	@value	skb priority to set
rank add	--before	@value	Insert before this rule (default
rank add	--not	@value	Do not match packets with one of these values, for example source=10.0.0.0/8
rank add	-n	@netns	Network namespace to work in
rank add	--netns	@netns	Network namespace to work in
rank add	-o	table json	Output format (default
rank add	--output	table json	Output format (default
rank add	-h		Show this help
rank add	--help		Show this help
rank add	--dry-run		Print the commands without running them
rank add	--force		Continue even if another program has changed the table
rank add	--device	@device	Match on output interface (output, forward) or input interface (input)
rank add	--in-device	@device	Match on input interface of a forwarded packet
rank add	--source	@value	Match on source addresses
rank add	--destination	@value	Match on destination addresses
rank add	--protocol	@value	Match on transport protocol, by name or number
rank add	--source-port	@value	Match on source ports
rank add	--destination-port	@value	Match on destination ports
rank add	--user	@value	Match on owner of the sending socket, by name or number
rank add	--cgroup	@value	Match on control group (v2) of the sending socket, or an ancestor of it
rank add	--match-dscp	@value	Match on DSCP that the packet already has
rank add	--packet-length	@value	Match on length of the IP packet in bytes, with headers; of a GSO packet, before segmentation
rank add	--mark	@value	Match on packet mark that another program set
rank add	--connmark	@value	Match on connection mark (conntrack) that another program set
rank del	--all		Remove all rules and the nftables table
rank del	-n	@netns	Network namespace to work in
rank del	--netns	@netns	Network namespace to work in
rank del	-o	table json	Output format (default
rank del	--output	table json	Output format (default
rank del	-h		Show this help
rank del	--help		Show this help
rank del	--dry-run		Print the commands without running them
rank del	--force		Continue even if another program has changed the table
rank list	-n	@netns	Network namespace to work in
rank list	--netns	@netns	Network namespace to work in
rank list	-o	table json	Output format (default
rank list	--output	table json	Output format (default
rank list	-h		Show this help
rank list	--help		Show this help
rank apply	-f	@value	File of rules
rank apply	--file	@value	File of rules
rank apply	-n	@netns	Network namespace to work in
rank apply	--netns	@netns	Network namespace to work in
rank apply	-o	table json	Output format (default
rank apply	--output	table json	Output format (default
rank apply	-h		Show this help
rank apply	--help		Show this help
rank apply	--dry-run		Print the commands without running them
rank apply	--force		Continue even if another program has changed the table
rank save	-f	@value	Output file (default
rank save	--file	@value	Output file (default
rank save	-n	@netns	Network namespace to work in
rank save	--netns	@netns	Network namespace to work in
rank save	-o	table json	Output format (default
rank save	--output	table json	Output format (default
rank save	-h		Show this help
rank save	--help		Show this help
rank save	--dry-run		Print the commands without running them
rank save	--force		Continue even if another program has changed the table
rank restore	--applied		Restore the rules that were applied last since boot, after another program removed them
rank restore	-n	@netns	Network namespace to work in
rank restore	--netns	@netns	Network namespace to work in
rank restore	-o	table json	Output format (default
rank restore	--output	table json	Output format (default
rank restore	-h		Show this help
rank restore	--help		Show this help
rank restore	--dry-run		Print the commands without running them
rank restore	--force		Continue even if another program has changed the table
rank undo	-n	@netns	Network namespace to work in
rank undo	--netns	@netns	Network namespace to work in
rank undo	-o	table json	Output format (default
rank undo	--output	table json	Output format (default
rank undo	-h		Show this help
rank undo	--help		Show this help
rank undo	--dry-run		Print the commands without running them
rank undo	--force		Continue even if another program has changed the table
rank clear	-n	@netns	Network namespace to work in
rank clear	--netns	@netns	Network namespace to work in
rank clear	-o	table json	Output format (default
rank clear	--output	table json	Output format (default
rank clear	-h		Show this help
rank clear	--help		Show this help
rank clear	--dry-run		Print the commands without running them
rank clear	--force		Continue even if another program has changed the table
rank show	-n	@netns	Network namespace to work in
rank show	--netns	@netns	Network namespace to work in
rank show	-o	table json	Output format (default
rank show	--output	table json	Output format (default
rank show	-h		Show this help
rank show	--help		Show this help
rank show	1	@device	
rank verify	-n	@netns	Network namespace to work in
rank verify	--netns	@netns	Network namespace to work in
rank verify	-o	table json	Output format (default
rank verify	--output	table json	Output format (default
rank verify	-h		Show this help
rank verify	--help		Show this help
rank verify	1	@device	
scheme list	-o	table json	Output format (default
scheme list	--output	table json	Output format (default
scheme list	-h		Show this help
scheme list	--help		Show this help
scheme show	-o	table json	Output format (default
scheme show	--output	table json	Output format (default
scheme show	-h		Show this help
scheme show	--help		Show this help
scheme show	1	none per-queue per-port mq-ecn tcn codel ecn-sharp mq-ecn-general per-queue-min pi2 pie red service-pool tcn-probabilistic shared static abm dynamic-thresholds traffic-aware	
scheme new	--for	ecn-scheme buffer-mode	What the scheme is for
scheme new	-o	table json	Output format (default
scheme new	--output	table json	Output format (default
scheme new	-h		Show this help
scheme new	--help		Show this help
scheme build	--running		Build for the running kernel instead, and install the module where the kernel looks for it
scheme build	--dry-run		Print the commands without running them
scheme build	-o	table json	Output format (default
scheme build	--output	table json	Output format (default
scheme build	-h		Show this help
scheme build	--help		Show this help
scheme build	1	@scheme	
scheme test	--debug		Use the debug kernel, and show what KASAN, UBSAN, lockdep and kmemleak report
scheme test	-o	table json	Output format (default
scheme test	--output	table json	Output format (default
scheme test	-h		Show this help
scheme test	--help		Show this help
scheme test	1	@scheme abm dynamic-thresholds ecn-sharp mq-ecn-general per-queue-min pi2 pie red service-pool tcn-probabilistic traffic-aware	
scheme remove	--dry-run		Print the commands without running them
scheme remove	-o	table json	Output format (default
scheme remove	--output	table json	Output format (default
scheme remove	-h		Show this help
scheme remove	--help		Show this help
module build	--qdisc	dwrr eiffel	Queueing discipline that the module provides (default
module build	-n	@netns	Network namespace to work in
module build	--netns	@netns	Network namespace to work in
module build	-o	table json	Output format (default
module build	--output	table json	Output format (default
module build	-h		Show this help
module build	--help		Show this help
module build	--dry-run		Print the commands without running them
module load	--qdisc	dwrr eiffel	Queueing discipline that the module provides (default
module load	-n	@netns	Network namespace to work in
module load	--netns	@netns	Network namespace to work in
module load	-o	table json	Output format (default
module load	--output	table json	Output format (default
module load	-h		Show this help
module load	--help		Show this help
module load	--dry-run		Print the commands without running them
module load	--legacy-tbf		Register as tbf, for scripts of the MQ-ECN prototype
module unload	--qdisc	dwrr eiffel	Queueing discipline that the module provides (default
module unload	-n	@netns	Network namespace to work in
module unload	--netns	@netns	Network namespace to work in
module unload	-o	table json	Output format (default
module unload	--output	table json	Output format (default
module unload	-h		Show this help
module unload	--help		Show this help
module unload	--dry-run		Print the commands without running them
module status	--qdisc	dwrr eiffel	Queueing discipline that the module provides (default
module status	-n	@netns	Network namespace to work in
module status	--netns	@netns	Network namespace to work in
module status	-o	table json	Output format (default
module status	--output	table json	Output format (default
module status	-h		Show this help
module status	--help		Show this help
testbed up	-f	@testbed	Testbed file, or name of a running or bundled testbed (default
testbed up	--file	@testbed	Testbed file, or name of a running or bundled testbed (default
testbed up	-o	table json	Output format (default
testbed up	--output	table json	Output format (default
testbed up	--dry-run		Print the commands without running them
testbed up	-h		Show this help
testbed up	--help		Show this help
testbed down	-f	@testbed	Testbed file, or name of a running or bundled testbed (default
testbed down	--file	@testbed	Testbed file, or name of a running or bundled testbed (default
testbed down	-o	table json	Output format (default
testbed down	--output	table json	Output format (default
testbed down	--dry-run		Print the commands without running them
testbed down	-h		Show this help
testbed down	--help		Show this help
testbed status	-f	@testbed	Testbed file, or name of a running or bundled testbed (default
testbed status	--file	@testbed	Testbed file, or name of a running or bundled testbed (default
testbed status	-o	table json	Output format (default
testbed status	--output	table json	Output format (default
testbed status	-h		Show this help
testbed status	--help		Show this help
testbed exec	-f	@testbed	Testbed file, or name of a running or bundled testbed (default
testbed exec	--file	@testbed	Testbed file, or name of a running or bundled testbed (default
testbed exec	-h		Show this help
testbed exec	--help		Show this help
testbed exec	1	@host	
testbed verify	-f	@testbed	Testbed file, or name of a running or bundled testbed (default
testbed verify	--file	@testbed	Testbed file, or name of a running or bundled testbed (default
testbed verify	-o	table json	Output format (default
testbed verify	--output	table json	Output format (default
testbed verify	-h		Show this help
testbed verify	--help		Show this help
testbed graph	-f	@testbed	Testbed file, or name of a running or bundled testbed (default
testbed graph	--file	@testbed	Testbed file, or name of a running or bundled testbed (default
testbed graph	--format	svg mermaid dot	Output format
testbed graph	--out	@value	Output file (default
testbed graph	-h		Show this help
testbed graph	--help		Show this help
testbed script	-f	@testbed	Testbed file, or name of a running or bundled testbed (default
testbed script	--file	@testbed	Testbed file, or name of a running or bundled testbed (default
testbed script	--down		Print the script that removes it
testbed script	-h		Show this help
testbed script	--help		Show this help
testbed halt	-f	@testbed	Testbed file, or name of a running or bundled testbed (default
testbed halt	--file	@testbed	Testbed file, or name of a running or bundled testbed (default
testbed halt	-o	table json	Output format (default
testbed halt	--output	table json	Output format (default
testbed halt	--dry-run		Print the commands without running them
testbed halt	-h		Show this help
testbed halt	--help		Show this help
testbed halt	1	@host	
testbed console	-f	@testbed	Testbed file, or name of a running or bundled testbed (default
testbed console	--file	@testbed	Testbed file, or name of a running or bundled testbed (default
testbed console	-h		Show this help
testbed console	--help		Show this help
testbed console	1	@host	
testbed disk	-f	@testbed	Testbed file, or name of a running or bundled testbed (default
testbed disk	--file	@testbed	Testbed file, or name of a running or bundled testbed (default
testbed disk	-o	table json	Output format (default
testbed disk	--output	table json	Output format (default
testbed disk	--read-only		Mount read-only
testbed disk	--dry-run		Print the commands without running them
testbed disk	-h		Show this help
testbed disk	--help		Show this help
testbed disk	1	@host	
testbed disk	2	mount unmount	
testbed list	-o	table json	Output format (default
testbed list	--output	table json	Output format (default
testbed list	-h		Show this help
testbed list	--help		Show this help
testbed image	--packages	@value	Packages in addition to iproute2, ethtool, nginx, iperf3, fping and qemu-guest-agent
testbed image	--from	@value	Use this qcow2 or ISO file instead of building one
testbed image	--list		List the images
testbed image	--remove		Delete the image
testbed image	-h		Show this help
testbed image	--help		Show this help
traffic server	--congestion-control	@value	Congestion control of flows whose client requests none (default
traffic server	-h		Show this help
traffic server	--help		Show this help
traffic client	--server	@value	Servers to request from, chosen uniformly
traffic client	--rate	@value	Rate of the bottleneck port; required unless flows are replayed
traffic client	--load	@value	Offered load, as a fraction of the TCP goodput at this rate (default
traffic client	--sizes	@value	Flow size distribution, or the size of every flow (default
traffic client	--size-unit	byte packet	Unit of the sizes of a file; a packet has 1460 bytes (default
traffic client	--requests	@value	Number of requests (default
traffic client	--warm-up	@value	Number of initial requests to exclude (default
traffic client	--service	@value	Services
traffic client	--replay	@value	Request the flows of this list instead
traffic client	--fan-in	@value	Servers per request (incast degree) (default
traffic client	--flow-rate	@value	Pacing rate of each flow (default
traffic client	--dscp-from-remaining		Set DSCP from the remaining flow size, for policy srpt; overrides the DSCP of the services
traffic client	--connections	@value	Initial connections per server; more are opened on demand (default
traffic client	--congestion-control	@value	Congestion control at both ends (default
traffic client	--seed	@value	Random seed (default
traffic client	-n	@netns	Network namespace to work in
traffic client	--netns	@netns	Network namespace to work in
traffic client	-o	table csv	Flow completion times by flow size, or one line per flow (default
traffic client	--output	table csv	Flow completion times by flow size, or one line per flow (default
traffic client	-h		Show this help
traffic client	--help		Show this help
traffic videos	--count	@value	Number of videos (default
traffic videos	--duration	@value	Duration of a video (default
traffic videos	--segment-duration	@value	Duration of a segment (default
traffic videos	--bitrates	@value	Bitrates of each video (default
traffic videos	--encoder	auto ffmpeg synthetic	Encoder (default
traffic videos	--seed	@value	Random seed of the content (default
traffic videos	-h		Show this help
traffic videos	--help		Show this help
traffic stream	--sessions	@value	Number of sessions (default
traffic stream	--duration	@value	Stop new arrivals after this time (instead of --sessions)
traffic stream	--arrivals	@value	Mean arrival rate of a Poisson process, for example 0.5/s or 30/min (default
traffic stream	--popularity	@value	Popularity distribution of the videos; zipf:0 is uniform (default
traffic stream	--buffer	@value	Playout buffer size (default
traffic stream	--start-threshold	@value	Buffer level at which playback starts, also after a stall (default
traffic stream	--adaptation	buffer rate	Bitrate adaptation algorithm (default
traffic stream	--idle-timeout	@value	Abort a session after this time without data (default
traffic stream	--warm-up	@value	Sessions that start before this time are excluded from the summary (default
traffic stream	--seed	@value	Random seed (default
traffic stream	--records	@value	Also write the record of each session to this file (JSON Lines)
traffic stream	-o	table json jsonl	Summary as a table; summary and all records as JSON; or one record per line as each session ends (JSON Lines) (default
traffic stream	--output	table json jsonl	Summary as a table; summary and all records as JSON; or one record per line as each session ends (JSON Lines) (default
traffic stream	-n	@netns	Network namespace to work in
traffic stream	--netns	@netns	Network namespace to work in
traffic stream	-h		Show this help
traffic stream	--help		Show this help
limit	--suggest		Suggest marking thresholds, times and buffers instead
limit	--rate	@value	Link rate
limit	--rtt	@value	Base RTT of the flows (default
limit	--mtu	@value	MTU of the link (default
limit	--scheme	none per-queue per-port mq-ecn tcn codel ecn-sharp mq-ecn-general per-queue-min pi2 pie red service-pool tcn-probabilistic	With --suggest
limit	--ecn-scheme	none per-queue per-port mq-ecn tcn codel ecn-sharp mq-ecn-general per-queue-min pi2 pie red service-pool tcn-probabilistic	With --suggest
limit	--lambda	@value	With --suggest
limit	--queues	@value	With --suggest
limit	-o	table json	Output format (default
limit	--output	table json	Output format (default
limit	-h		Show this help
limit	--help		Show this help
validate	--schema		Print the JSON schema of a file format, for editors (default
validate	-o	table json	Output format (default
validate	--output	table json	Output format (default
validate	-h		Show this help
validate	--help		Show this help
validate	1+	@testbed @scenario	
run	--set	@value	Override a value of the file, for example traffic.web.requests.count=100
run	--scheme	@scenario	Compare also this marking scheme
run	--quick		Run the reduced version defined in the file
run	--seed	@value	Random seed (default
run	--shard	@value	Run the part I of N, for one of N machines
run	--backend	lab host	Run in guests of the lab (default), or on the host itself, as root and one case at a time
run	--out	@value	Results directory (default
run	--engine	local slurm	Run on this machine (default), or submit the runs to Slurm and follow them
run	--jobs	@value	Number of parallel cases on this machine (default
run	--partition	@value	Partition of Slurm (default
run	--time	@value	Limit of each run in Slurm, as sbatch takes it
run	--max-jobs	@value	Number of runs that Slurm runs at the same time
run	--sbatch	@value	Further option of sbatch, for example --sbatch=--account=net
run	--resume	@value	Continue the experiment of a results directory, where it was begun
run	--cancel	@value	Cancel the jobs of a results directory in Slurm
run	--list		List the bundled scenarios
run	--metrics		List the metrics and samples that figures and checks can name
run	--plan		Print how many runs there are, how long they take, and how many repetitions and flows the checks need, as far as runs in the results directory tell
run	--add		Keep the results of other settings that DIR holds, and add these
run	--overwrite		Delete all results in DIR first
run	--dry-run		Print the commands without running them
run	-o	table json	Output format (default
run	--output	table json	Output format (default
run	-h		Show this help
run	--help		Show this help
run	1	@scenario	
results merge	--out	@value	Directory of the merged results
results merge	--metrics-only		Leave out the tables of flows, RTTs and queues, for an archive
results merge	-o	table json	Output format (default
results merge	--output	table json	Output format (default
results merge	-h		Show this help
results merge	--help		Show this help
results status	-o	table json	Output format (default
results status	--output	table json	Output format (default
results status	-h		Show this help
results status	--help		Show this help
results compare	--metric	@value	Compare this metric (default
results compare	--page	@value	Write an HTML page with the differences and the scenario's figures, in which each directory has its own lines
results compare	-o	table json	Output format (default
results compare	--output	table json	Output format (default
results compare	-h		Show this help
results compare	--help		Show this help
results export	--out	@value	Output directory (default
results export	-h		Show this help
results export	--help		Show this help
bench cpu	--flows	@value	Number of TCP connections (default
bench cpu	--threads	@value	Number of sender threads (default
bench cpu	--rate	@value	Total TCP payload rate (default
bench cpu	--qdiscs	@value	Qdiscs to compare
bench cpu	--warm-up	@value	Warm-up, not measured (default
bench cpu	--duration	@value	Measured time (default
bench cpu	--repetitions	@value	Runs per qdisc, in random order (default
bench cpu	--seed	@value	Random seed of the order (default
bench cpu	--server	@value	Address of 'mqecn traffic server'
bench cpu	--device	@device	Device towards the server, to attach the qdiscs to
bench cpu	-n	@netns	Network namespace to work in
bench cpu	--netns	@netns	Network namespace to work in
bench cpu	--out	@value	Results directory (default
bench cpu	--add		Keep the results of other settings that DIR holds, and add these
bench cpu	--overwrite		Delete all results in DIR first
bench cpu	-o	table json	Output format (default
bench cpu	--output	table json	Output format (default
bench cpu	--dry-run		Print the commands without running them
bench cpu	-h		Show this help
bench cpu	--help		Show this help
report	--out	@value	Output file (default
report	-h		Show this help
report	--help		Show this help
report	1	@result	
figure	--format	svg pdf png	Image format (default
figure	--width	@value	Width on paper
figure	--out	@value	Output directory (default
figure	-h		Show this help
figure	--help		Show this help
figure	1	@result	
lab build	--debug		Build the debug kernel (KASAN, UBSAN, lockdep, kmemleak)
lab build	--kernel	@value	Kernel source
lab build	--stock	@value	Install the unchanged kernel of a release of Debian instead (for lab exec --guest qemu)
lab build	-h		Show this help
lab build	--help		Show this help
lab exec	--guest	@value	uml
lab exec	--kernel	@value	With --guest qemu
lab exec	--cpus	@value	Processors of the guest, with --guest qemu (default
lab exec	--debug		Use the debug kernel (KASAN, UBSAN, lockdep, kmemleak); fail on any report
lab exec	--real-time		Run in real time instead of virtual time (for nested virtual machines)
lab exec	--memory	@value	Memory of the guest, at least 512m (default
lab exec	--seed	@value	Random seed; equal seeds give identical runs (default
lab exec	--timeout	@value	Wall-clock time limit in seconds (default
lab exec	--out	@value	Directory that is $OUT in the guest (default
lab exec	-h		Show this help
lab exec	--help		Show this help
lab list	-o	table json	Output format (default
lab list	--output	table json	Output format (default
lab list	-h		Show this help
lab list	--help		Show this help
demo	--out	@value	Results directory (default
demo	--seed	@value	Random seed (default
demo	--add		Keep the results of other settings that DIR holds, and add these
demo	--overwrite		Delete all results in DIR first
demo	-h		Show this help
demo	--help		Show this help
key	rate		port rate, including preamble and inter-frame gap
key	queues		number of queues (default: 8)
key	ecn-scheme	none per-queue per-port mq-ecn tcn codel ecn-sharp mq-ecn-general per-queue-min pi2 pie red service-pool tcn-probabilistic	ECN marking scheme
key	port-thresh		marking threshold of the port; standard threshold K of mq-ecn
key	shared-buffer		buffer of the port, shared by its queues
key	buffer-mode	shared static abm dynamic-thresholds traffic-aware	buffer policy; static limits each queue to its own queue-buffer
key	scheduler	dwrr wrr wfq	scheduling algorithm of the queues
key	mark-at	enqueue dequeue	point at which packets are marked
key	round-alpha		weight of the previous round time in the average, in 1/1000
key	idle-interval		idle time that counts as an empty round
key	bucket		depth of the token bucket, as time at the port rate
key	tcn-thresh		TCN threshold: packets with a longer sojourn time are marked
key	codel-target		CoDel TARGET: acceptable standing sojourn time
key	codel-interval		CoDel INTERVAL: time above the target before marking starts
key	trust	dscp pcp	field that chooses the queue: the DSCP, or the PCP of the VLAN tag
key	default-queue		queue of packets whose code point no queue has, or that have none
key	histograms	off on	histograms of sojourn time and occupancy in each queue
key	quantum		quantum of a queue in DWRR and WRR; its weight in WFQ
key	queue-thresh		marking threshold of a queue
key	queue-buffer		buffer of a queue with buffer-mode static
key	dscp		DSCPs of a queue, names, numbers and ranges, or none: ef,va,af41-af43
key	prio		strict priority of a queue, 0 is the highest; the scheduler serves queues of equal priority
key	pcp		PCPs of a queue, if the port trusts them: 5,6-7, or none
key	abm-alpha		how much of the free buffer the queue may hold at the full rate (abm)
key	abm-interval		time over which the drain rate is measured (abm)
key	dt-alpha		how much of the free buffer the queue may hold (dynamic-thresholds)
key	ins-target		sojourn time above which every packet is marked (ecn-sharp)
key	pst-target		sojourn time that is persistent congestion if it remains (ecn-sharp)
key	pst-interval		how long it remains before the first mark (ecn-sharp)
key	general-thresh		standard threshold K (mq-ecn-general)
key	general-alpha		weight of the previous sum, in 1/1000 (mq-ecn-general)
key	general-interval		time between two samples (mq-ecn-general)
key	min-thresh		standard threshold K, of which each queue has its share (per-queue-min)
key	pi2-target		latency at which the Classic queue is held (pi2)
key	pi2-update		interval of the controller (Tupdate) (pi2)
key	pi2-alpha		integral gain, in 1/1000 Hz (pi2)
key	pi2-beta		proportional gain, in 1/1000 Hz (pi2)
key	pi2-coupling		coupling factor k (pi2)
key	pi2-step		sojourn time above which an L queue marks every packet (pi2)
key	pi2-l4s	off on	whether this is the L queue (pi2)
key	pie-target		latency at which the queue is held (QDELAY_REF) (pie)
key	pie-update		interval of the controller (T_UPDATE) (pie)
key	pie-burst		time that a burst may last (MAX_BURST) (pie)
key	red-mark	off on	mark ECN-capable packets (red)
key	red-min		backlog above which packets are marked (red)
key	red-max		backlog above which every packet is marked (red)
key	red-prob		marking probability at red-max (red)
key	red-drop	off on	drop packets early: with red-mark, only those that are not ECN-capable (red)
key	red-drop-min		backlog above which packets are dropped (red)
key	red-drop-max		backlog above which every packet is dropped (red)
key	red-drop-prob		drop probability at red-drop-max (red)
key	red-gentle	off on	above a maximum, grow the probability to 1 at twice that maximum (red)
key	red-weight		weight of each backlog in the average (w_q); 100% is no average (red)
key	red-port	off on	compare the backlog of the port, not that of the queue (red)
key	pool-min		backlog of the pool above which packets are marked (service-pool)
key	pool-max		backlog of the pool above which every packet is marked (service-pool)
key	pool-prob		marking probability at pool-max (service-pool)
key	tcn-min		sojourn time above which packets are marked (tcn-probabilistic)
key	tcn-max		sojourn time above which every packet is marked (tcn-probabilistic)
key	tcn-prob		marking probability at tcn-max (tcn-probabilistic)
key	ta-alpha		how much of the free buffer the queue may hold without a burst (traffic-aware)
key	policy	pacing strict srpt edf lqf wfq	scheduling policy among eligible flows
key	rank-from	dscp priority mark	packet field that holds the rank
key	limit		limit of the qdisc in packets
key	flow-limit		limit per flow in packets
key	buckets		number of buckets in each of the two windows
key	granularity		width of a bucket
key	hash-buckets		maximum size of the hash table of flows
key	quantum		quantum of a flow
key	initial-quantum		quantum of a new flow
key	pacing	off on	per-flow pacing
key	maxrate	none	maximum rate per flow
key	low-rate-threshold		flows up to this rate are paced after every packet
key	refill-delay		idle time after which a flow gets a new quantum
key	orphan-mask		hash bits that distinguish flows of packets without a socket
key	ce-threshold	none	mark packets CE that leave later than their departure time by more than this
key	timer-slack		maximum delay of the timer
key	horizon		maximum time until a packet's departure time
key	beyond-horizon	cap drop	action for packets beyond the horizon
key	deadline-unit		deadline per unit of rank (policy edf)
END
}

# Reads the table, and prints the static candidates of the last word. A line for the others begins with a tab: their
# kind, and what precedes them in the word.
choose() {
    # shellcheck disable=SC2016
    awk -F '\t' '
        BEGIN {
            count = ARGC - 1
            for (i = 1; i <= count; i++) words[i] = ARGV[i]
            ARGC = 1
        }
        { rows++; verb[rows] = $1; word[rows] = $2; kind[rows] = $3; text[rows] = $4; row[$1, $2] = rows }
        function kind_of(path, name) { return (path, name) in row ? kind[row[path, name]] : "" }
        function offer(path, pattern,   i) {
            for (i = 1; i <= rows; i++)
                if (verb[i] == path && word[i] ~ pattern) print word[i] "\t" text[i]
        }
        function offer_kind(kinds, prefix,   parts, n, i) {
            n = split(kinds, parts, " ")
            for (i = 1; i <= n; i++)
                if (parts[i] ~ /^@/) print "\t" substr(parts[i], 2) "\t" prefix
                else print prefix parts[i]
        }
        function offer_argument(path, number,   name) {
            name = (path, number) in row ? number : ""
            for (; name == "" && number > 0; number--)
                if ((path, number "+") in row) name = number "+"
            if (name != "") offer_kind(kind[row[path, name]], "")
        }
        END {
            first = words[1] == "help" && count > 1 ? 2 : 1
            current = words[count]
            for (i = first; i < count; i++) {
                name = words[i]
                path = verb_path == "" ? name : verb_path " " name
                if (name == "--") exit
                if (expected != "") expected = ""
                else if (name ~ /^-/) expected = name ~ /=/ ? "" : kind_of(verb_path, name)
                else if (arguments == 0 && kind_of(verb_path, name) == "@verb") verb_path = path
                else { arguments++; last = name }
            }
            if (expected != "") offer_kind(expected, "")
            else if (current ~ /^-.*=/) {
                name = substr(current, 1, index(current, "=") - 1)
                offer_kind(kind_of(verb_path, name), name "=")
            }
            else if (current ~ /^-/) offer(verb_path, "^-")
            else {
                if (arguments == 0) offer(verb_path, "^[a-z]")
                if (first == 1 && verb_path == "") print "help\tShow the help of a verb."
                if (verb_path == "set" && kind_of("key", last) != "") offer_kind(kind_of("key", last), "")
                else if (verb_path == "set" || verb_path == "get" && arguments < 2) offer("key", ".")
                if (first == 1) offer_argument(verb_path, arguments + 1)
            }
        }' "$@"
}

names() {
    for file; do
        [ ! -e "$file" ] || { file=${file##*/}; echo "${file%"$suffix"}"; }
    done
}

# The hosts and switches of running testbeds: namespaces, and virtual machines with a pid file.
hosts() {
    for folder in /var/lib/mqecn/testbeds/*/; do
        testbed=${folder%/} testbed=${testbed##*/}
        for host in "/run/netns/$testbed-"* "/run/mqecn/testbeds/$testbed/"*.pid; do
            [ ! -e "$host" ] || { host=${host##*/} host=${host#"$testbed-"}; echo "${host%.pid}"; }
        done
    done
}

dynamic() {
    suffix=
    case $1 in
        device) names /sys/class/net/* ;;
        netns) names /run/netns/* ;;
        host) hosts ;;
        scenario) suffix=.yaml; names "$home"/scenarios/*.yaml ;;
        testbed) names /var/lib/mqecn/testbeds/*; suffix=.yaml; names "$home"/testbeds/*.yaml ;;
        scheme)
            for file in *.c */*.c; do
                name=${file%/*}
                [ ! -e "$file" ] || case $file in
                    "$name" | "$name/$name.c") echo "$name" ;;
                esac
            done ;;
        result)
            for file in */scenario.yaml results/*/scenario.yaml; do
                [ ! -e "$file" ] || echo "${file%/scenario.yaml}"
            done ;;
    esac
}

home=${0%/*}
[ -d "$home/scenarios" ] || home=$home/..
for current; do :; done
tab=$(printf '\t')
table | choose "$@" | while IFS= read -r line; do
    case $line in
        "$tab"*)
            line=${line#"$tab"}
            dynamic "${line%%"$tab"*}" | while IFS= read -r name; do echo "${line#*"$tab"}$name"; done ;;
        *) printf '%s\n' "$line" ;;
    esac
done | current=${current-} awk 'index($0, ENVIRON["current"]) == 1 && !seen[$0]++'
