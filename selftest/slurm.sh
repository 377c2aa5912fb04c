#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# slurm.sh [matrix] [gate|mutants]: packaging/slurm/submit.sh on a cluster of two nodes that this machine
# plays, with munge, all of it in a temporary folder. A node dies while it runs a shard; the
# merged record, and a merged table of mutants, must be those of runs in one piece. With
# "matrix" it is the quick run of all configs of svm, and 20 mutants. "gate" and "mutants" are
# one of both alone.
#
# TAP on standard output. It takes five minutes, with "matrix" twenty, and is no part of
# `make check`; what it needs beyond that (provision/setup.sh slurm) it installs as root.
#
# What traps and others call looks unreachable.
# shellcheck disable=SC2317
set -u
cd "$(dirname "$0")/.." || exit 2
# shellcheck source=selftest/tap.sh
. selftest/tap.sh
# shellcheck disable=SC2034 # for tap.sh
suite=slurm
if [ "$(id -u)" = 0 ]; then
	provision/setup.sh slurm >&2 || exit 2
else
	provision/setup.sh --check slurm || exit 2
fi
PATH=$PATH:/usr/sbin
if [ "${1-}" = matrix ]; then
	shift
	gate='--platform svm --config all --quick'
	mutants='get-* mark-[iw]* off-on-* clear-[cfu]* shadow-l*'
else
	gate='--platform svm --config default,npt0 smoke toggle reads slots api'
	mutants='get-tail-not-cleared mark-whole-word clear-unaligned-first off-on-keeps-bits'
fi

only=${1-}

base=$(mktemp -d "${TMPDIR:-/tmp}/kvm-dirty-slurm.XXXXXX") || exit 2
chmod 755 "$base"
mkdir "$base/log" "$base/state"
pids=''
finished() {
	scancel --full --quiet -u "$(id -un)" 2>/dev/null && until_true 60 over
	# shellcheck disable=SC2086
	[ -z "$pids" ] || kill $pids 2>/dev/null
	wait
	rm -rf "$base"
}
trap finished EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# daemon NAME COMMAND...: start it; its messages go to $base/log/NAME.
daemon() {
	name=$1
	shift
	"$@" >"$base/log/$name" 2>&1 </dev/null &
	pids="$pids $!"
	eval "pid_$name=\$!"
}

# until_true SECONDS COMMAND...: wait until it succeeds.
until_true() {
	tries=$(($1 * 5))
	shift
	until "$@" >/dev/null 2>&1; do
		tries=$((tries - 1))
		[ "$tries" -gt 0 ] || return 1
		sleep 0.2
	done
}

# No job is there.
over() {
	[ -z "$(squeue -h -o %i 2>&1)" ]
}

# --- the cluster

host=$(hostname -s)
dd if=/dev/urandom of="$base/key" bs=32 count=1 2>/dev/null
chmod 600 "$base/key"
# Ports that nobody listens on.
port=$((20000 + $$ % 10000))
cat >"$base/slurm.conf" <<-END
	ClusterName=kvm-dirty
	SlurmctldHost=$host(127.0.0.1)
	SlurmctldPort=$port
	SlurmUser=$(id -un)
	SlurmdUser=$(id -un)
	AuthInfo=socket=$base/munge
	StateSaveLocation=$base/state
	SlurmdSpoolDir=$base/spool-%n
	SlurmctldPidFile=$base/slurmctld.pid
	SlurmdPidFile=$base/slurmd-%n.pid
	ProctrackType=proctrack/linuxproc
	TaskPlugin=task/none
	SelectType=select/cons_tres
	SlurmdTimeout=10
	SlurmdParameters=config_overrides
	NodeName=n1 NodeHostname=$host NodeAddr=127.0.0.1 Port=$((port + 1)) CPUs=1
	NodeName=n2 NodeHostname=$host NodeAddr=127.0.0.1 Port=$((port + 2)) CPUs=1
	PartitionName=all Nodes=ALL Default=YES State=UP
END
export SLURM_CONF="$base/slurm.conf"
daemon munged munged --force --foreground --key-file="$base/key" --socket="$base/munge" \
	--pid-file="$base/munged.pid" --log-file="$base/log/munged.log" --seed-file="$base/seed"
until_true 20 munge --socket="$base/munge" -n || exit 2
daemon slurmctld slurmctld -D -f "$SLURM_CONF"
until_true 20 scontrol ping || exit 2
daemon n1 slurmd -D -N n1 -f "$SLURM_CONF"
daemon n2 slurmd -D -N n2 -f "$SLURM_CONF"
idle() {
	[ "$(sinfo -h -t idle -o %D)" = 2 ]
}
until_true 60 idle
result $? cluster "$(tail -n 5 "$base"/log/*)" || exit

# --- an array whose node dies

# below PID...: these processes and all that they started.
below() {
	for pid; do
		echo "$pid"
		# shellcheck disable=SC2046
		below $(pgrep -P "$pid")
	done
}

# A shard's program is over, and others are not.
begun() {
	cat "$base/gate/shard-"*/svm-*/*.tap "$base/gate/shard-"*/svm-*/part-*/*.tap 2>/dev/null |
		grep -q '^ok'
}

# The node of the first task that runs, with all that it runs, at once.
node_dies() {
	until_true 300 begun || return 1
	running=$(squeue -h -t running -n kvm-dirty-tests -o '%A %N' | sed -n 1p)
	[ "$running" ] || return 1
	job=${running% *} node=${running#* }
	step=$(pgrep -f "^slurmstepd: \\[$job\\.batch\\]" | while read -r pid; do
		grep -qzx "SLURM_CONF=$SLURM_CONF" "/proc/$pid/environ" && echo "$pid"
	done)
	[ "$step" ] || return 1
	echo "$(below "$step" | wc -l) processes of job $job on $node"
	eval "daemon=\$pid_$node"
	# shellcheck disable=SC2046,SC2154
	kill -KILL "$daemon" $(below "$step")
}

gate_is_merged() {
	# Words that this shell must not expand.
	set -f
	# shellcheck disable=SC2086
	packaging/slurm/submit.sh 3 "$base/gate" $gate >"$base/log/submit" 2>&1
	result $? submitted "$(cat "$base/log/submit")"
	set +f
	node_dies >"$base/log/dies"
	result $? 'a node dies' "$(squeue 2>&1; cat "$base/gate"/*.log)"
	restarted() {
		scontrol show job "$job" | grep -q 'Restarts=1' || ! squeue -h -j "$job" | grep -q .
	}
	until_true 300 restarted
	result $? 'its task runs again' "$(scontrol show job "$job"; sinfo)"
	# Slurm waits for two minutes with it.
	scontrol update "jobid=$job" starttime=now 2>/dev/null
	until_true 1500 over
	result $? 'all jobs end' "$(squeue)"
	grep -q '^3 of 3 shards$' "$base/gate/all.log"
	result $? 'all shards are there' "$(cat "$base"/gate/*.log)"
	[ "$(grep -c '^shard . of 3:' "$base"/gate/shard-?.log | grep -c ':2$')" = 1 ]
	result $? 'one began twice' "$(head -n 3 "$base"/gate/shard-?.log)"

	set -f
	# shellcheck disable=SC2086
	./run_tests.sh $gate --out "$base/plain" >"$base/log/plain" 2>&1
	status=$?
	set +f
	[ "$(./run_tests.sh --compare "$base/plain" "$base/gate/all" | tail -n 1)" = \
		'0 newly failing, 0 fixed, 0 newly skipped, 0 missing, 0 new' ] && [ "$status" = 0 ]
	result $? 'the record is that of a run in one piece' \
		"$(./run_tests.sh --compare "$base/plain" "$base/gate/all"; tail "$base/log/plain")"
	tail -n 1 "$base/log/plain" | sed 's/^/# in one piece: /'
	tail -n 1 "$base/gate/all.log" | sed 's/^/# as an array:  /'
	sed 's/^/# what died: /' "$base/log/dies"
}

# --- mutants

# The table without its times.
table() {
	sed 's/  *[0-9][0-9.]*  / /; s/; median.*//; s/ in [0-9]* s//g' "$1/mutants.txt"
}
mutants_are_merged() {
	set -f
	# shellcheck disable=SC2086
	packaging/slurm/submit.sh --wait 2 "$base/mutants" --mutants $mutants \
		>"$base/log/submit-mutants" 2>&1
	result $? 'mutants, which are all killed' "$(cat "$base/log/submit-mutants" "$base/mutants/all.log")"
	# shellcheck disable=SC2086
	./run_tests.sh --out "$base/plain-mutants" --mutants $mutants >"$base/log/plain-mutants" 2>&1
	result $? 'the same in one piece' "$(tail "$base/log/plain-mutants")"
	set +f
	table "$base/plain-mutants" >"$base/one"
	table "$base/mutants/all" >"$base/other"
	cmp -s "$base/one" "$base/other"
	result $? 'the table is that of a run in one piece' "$(diff "$base/one" "$base/other")"
	grep ' mutants: ' "$base/mutants/all/mutants.txt" | sed 's/^/# /'
}

[ "$only" = mutants ] || gate_is_merged
[ "$only" = gate ] || mutants_are_merged
finish
