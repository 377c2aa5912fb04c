#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# submit.sh [--wait] SHARDS OUT ARGUMENT...: run_tests.sh ARGUMENT... as a job array of Slurm
# with so many tasks, each of which runs one shard, and a job that merges them when all are
# over, however they ended. OUT is a new folder that all nodes see, as they see this tree:
# OUT/shard-N and OUT/shard-N.log are the shards', OUT/all and OUT/all.log the whole's.
# A task whose node dies is run again by Slurm; what is lost in the end is an error of the
# whole.
#
# What is missing is installed (as root), downloaded and built here, before anything is
# submitted. Without a tree, KVM_DIRTY_COMMAND=kvm-dirty-tests is the command that is
# installed on each node. Partition, time, account and more are sbatch's own variables,
# SBATCH_PARTITION and so on.
#
# Prints the number of the array. Exit status: 0 if both jobs were submitted, 2 if not; with
# --wait that of the merged run, as run_tests.sh has it, and 2 if that has left no record.
set -eu

# --- in a job, where this file is a copy. What a task that died has left is no record.
# submit.sh --task|--merge COMMAND OUT SHARDS ARGUMENT...
case ${1-} in
--task)
	command=$2 out=$3 shards=$4 n=$SLURM_ARRAY_TASK_ID
	shift 4
	[ "${SLURM_RESTART_COUNT:-0}" = 0 ] || rm -rf "$out/shard-$n"
	exec "$command" "$@" --shard "$n/$shards" --out "$out/shard-$n" ;;
--merge)
	command=$2 out=$3 shards=$4
	[ "${SLURM_RESTART_COUNT:-0}" = 0 ] || rm -rf "$out/all"
	set --
	for n in $(seq "$shards"); do
		set -- "$@" "$out/shard-$n"
	done
	exec "$command" --out "$out/all" --merge "$@" ;;
esac

# --- where it is submitted

die() {
	echo "submit.sh: $*" >&2
	exit 2
}

wait=
if [ "${1-}" = --wait ]; then
	wait=--wait
	shift
fi
[ $# -ge 2 ] || die 'wants the number of shards, a folder, and what run_tests.sh is told'
shards=$1
case $shards in *[!0-9]* | '' | 0*) die "'$shards' is no number of shards" ;; esac
mkdir -p "$2" || exit 2
out=$(cd "$2" && pwd)
shift 2
[ -z "$(ls -A "$out")" ] || die "$out is not empty"
here=$(cd "$(dirname "$(readlink -f "$0")")" && pwd)
command=${KVM_DIRTY_COMMAND:-$here/../../run_tests.sh}
unset KVM_DIRTY_COMMAND
"$command" --setup-only "$@" || exit 2

array=$(sbatch --parsable --requeue --array="1-$shards" --job-name=kvm-dirty-tests \
	--open-mode=append --output="$out/shard-%a.log" \
	"$here/submit.sh" --task "$command" "$out" "$shards" "$@") || die 'sbatch took no array'
array=${array%%;*}
# sbatch tells the number before it waits.
set -- --parsable --requeue --dependency="afterany:$array" \
	--job-name=kvm-dirty-tests-merge --output="$out/all.log" \
	"$here/submit.sh" --merge "$command" "$out" "$shards"
echo "array $array, results will be in $out/all"
status=0
sbatch ${wait:+"$wait"} "$@" || status=$?
if ! [ "$wait" ]; then
	[ "$status" = 0 ] || die "sbatch took array $array, but not the job that merges it"
	exit
fi
# Slurm's own status of a job that was cancelled, or never began, is no verdict.
[ -e "$out/all/results.json" ] || [ -e "$out/all/mutants.json" ] ||
	die "array $array was not merged: see $out/all.log"
case $status in [01]) exit "$status" ;; *) exit 2 ;; esac
