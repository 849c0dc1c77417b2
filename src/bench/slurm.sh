#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# What it takes to submit many runs to Slurm: slurm.sh RUNS. The controller, in a network namespace of its own, knows a
# thousand nodes, none of which is there; the jobs are held, shown and cancelled. One job runs here, once with its guest
# and once more: it finds its run complete, which takes what a job takes beside its guest.
set -eu

runs=${1:-1000}
mqecn=$(dirname "$(realpath "$0")")/../../cli/mqecn

if [ -z "${SLURM_CONF-}" ]; then
	SLURM_CONF=new exec unshare --net "$0" "$runs"
fi

# Slurm finds addresses only if a device other than lo has one.
ip link set lo up
ip link add submit type veth peer name nodes
ip address add 192.0.2.1/24 dev submit
ip link set submit up
ip link set nodes up

folder=$(mktemp -d)
chmod 755 "$folder"
cd "$folder"
mkdir state
export SLURM_CONF=$folder/slurm.conf
host=$(hostname -s)
cat >slurm.conf <<END
ClusterName=bench
SlurmctldHost=$host(127.0.0.1)
SlurmUser=root
SlurmdUser=root
AuthType=auth/munge
AuthInfo=socket=$folder/munge.socket
SlurmctldPort=6817
MaxArraySize=1001
MaxJobCount=200000
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
StateSaveLocation=$folder/state
SlurmdSpoolDir=$folder/spool-%n
SlurmctldPidFile=$folder/slurmctld.pid
SlurmctldLogFile=$folder/slurmctld.log
NodeName=n[1-1000] NodeHostname=$host NodeAddr=127.0.0.1 Port=[20001-21000] CPUs=2 RealMemory=8000 State=UNKNOWN
PartitionName=main Nodes=ALL Default=YES MaxTime=INFINITE State=UP
END
head --bytes=1024 /dev/urandom >munge.key
chmod 600 munge.key
munged --foreground --force --key-file="$folder/munge.key" --socket="$folder/munge.socket" \
	--pid-file="$folder/munge.pid" --log-file="$folder/munge.log" --seed-file="$folder/munge.seed" 2>munge.out &
munged=$!
until [ -S munge.socket ]; do
	sleep 0.1
done
slurmctld -D >slurmctld.out 2>&1 &
controller=$!
trap 'kill "$controller" "$munged"; wait; rm -r "$folder"' EXIT
until scontrol ping 2>/dev/null | grep --quiet UP; do
	kill -0 "$controller" # or it did not start
	sleep 0.2
done

repetitions=$((runs < 1000 ? runs : 1000))
cat >tiny.yaml <<END
scenario: tiny
testbed: {star: {hosts: 2, rate: 100mbit, base-rtt: 1ms}}
traffic: {long: {flows: {from: h2, to: h1}}}
measure: {port: h1, duration: 200ms}
repetitions: $repetitions
vary: {length: {set: measure.duration, values: [$(seq --format=%gms --separator=, 200 $((199 + runs / repetitions)))]}}
END

# Time of a command, and that of processors in it and its children.
seconds() {
	bash -c 'TIMEFORMAT="%R %U %S"; time "$@" >last.out 2>&1' sh "$@" 2>&1 |
		awk '{ printf "%.1f s, %.1f s of a processor", $1, $2 + $3 }'
}

# Follows the jobs in the background until it is ended: all are held.
"$mqecn" run tiny.yaml --out results --engine slurm --sbatch=--hold >run.out 2>&1 &
follower=$!
start=$(date +%s.%N)
until [ -e results/slurm/submission.json ]; do
	kill -0 "$follower"
	sleep 0.1
done
echo "$(date +%s.%N) $start" | awk -v runs="$runs" '{ printf "submit %d runs: %.1f s\n", runs, $1 - $2 }'
kill "$follower"
"$mqecn" run --resume results --trial $((runs - 1)) >job.out 2>&1 || cat job.out
echo "a job, beside its guest: $(seconds "$mqecn" run --resume results --trial $((runs - 1)))"
cat last.out
echo "squeue: $(seconds squeue --me --array --noheader)"
echo "results status: $(seconds "$mqecn" results status results)"
cat last.out
echo "cancel: $(seconds "$mqecn" run --cancel results)"
cat last.out
