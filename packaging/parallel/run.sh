#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# run.sh SHARDS OUT ARGUMENT...: run_tests.sh ARGUMENT... in so many shards, on the hosts that
# GNU parallel reaches over ssh, and then merge them here. OUT is a new folder of this machine:
# OUT/shard-N and OUT/shard-N.log are the shards', OUT/all is the whole, and OUT/joblog says
# which host ran what.
#
# The hosts are named by parallel's own variable: PARALLEL='--sshlogin one,two' or
# PARALLEL='--sshloginfile hosts'. Each host has rsync, and this tree at the same place,
# built once and copied, with what it needs (run_tests.sh --setup-only); or
# KVM_DIRTY_COMMAND=kvm-dirty-tests is the command that is installed on each. A host runs one
# shard at a time. A shard whose host is lost runs on another one; one that has ended is not
# run again, however it ended.
#
# Exit status: that of the merged run, as run_tests.sh has it; 2 if nothing could be run.
set -eu

die() {
	echo "run.sh: $*" >&2
	exit 2
}

[ $# -ge 2 ] || die 'wants the number of shards, a folder, and what run_tests.sh is told'
shards=$1
case $shards in *[!0-9]* | '' | 0*) die "'$shards' is no number of shards" ;; esac
parallel --version 2>/dev/null | grep -q '^GNU parallel' ||
	die 'GNU parallel is missing: apt-get install parallel'
case " ${PARALLEL-}" in
*' --sshlogin'* | *' -S'*) ;;
*) die "PARALLEL names no hosts: PARALLEL='--sshlogin one,two'" ;;
esac
mkdir -p "$2" || exit 2
out=$(cd "$2" && pwd)
shift 2
[ -z "$(ls -A "$out")" ] || die "$out is not empty"
here=$(cd "$(dirname "$(readlink -f "$0")")" && pwd)
command=${KVM_DIRTY_COMMAND:-$(readlink -f "$here/../../run_tests.sh")}
unset KVM_DIRTY_COMMAND

# On a host, in a folder of its own, where a try that was lost may have left something. Only
# a host that is lost fails.
# shellcheck disable=SC2016 # what the host's shell expands
shard='n=$1 shards=$2
	shift 2
	status=0
	rm -rf "shard-$n"
	"$@" --shard "$n/$shards" --out "shard-$n" >"shard-$n.log" 2>&1 </dev/null || status=$?
	mkdir -p "shard-$n"
	echo "$status" >"shard-$n.status"'

cd "$out"
seq "$shards" | parallel --will-cite --quote --jobs 1 --retries 3 --joblog joblog \
	--workdir ... --cleanup \
	--return 'shard-{}' --return 'shard-{}.log' --return 'shard-{}.status' \
	sh -c "$shard" shard '{}' "$shards" "$command" "$@" || :
for n in $(seq "$shards"); do
	[ -e "shard-$n.status" ] || echo "run.sh: shard $n is lost, see $out/joblog" >&2
	set -- "$@" "shard-$n"
done
# Of the arguments only the folders are left.
while [ $# -gt "$shards" ]; do
	shift
done
rm -f shard-*.status
exec "$command" --out all --merge "$@"
