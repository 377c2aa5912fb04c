#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# parallel.sh: packaging/parallel/run.sh on two hosts that this machine plays, each an sshd with
# a key of its own, all of it in a temporary folder. A host dies while it runs a shard; the
# merged record must be that of a run in one piece.
#
# TAP on standard output. It takes two minutes, and is no part of `make check`; what it needs
# beyond that (provision/setup.sh ssh) it installs as root.
#
# What traps and others call looks unreachable.
# shellcheck disable=SC2317
set -u
cd "$(dirname "$0")/.." || exit 2
# shellcheck source=selftest/tap.sh
. selftest/tap.sh
# shellcheck disable=SC2034 # for tap.sh
suite=parallel
if [ "$(id -u)" = 0 ]; then
	provision/setup.sh ssh >&2 || exit 2
else
	provision/setup.sh --check ssh || exit 2
fi
gate='--platform svm --config default,npt0 smoke toggle reads api'
run=packaging/parallel/run.sh

base=$(mktemp -d "${TMPDIR:-/tmp}/kvm-dirty-parallel.XXXXXX") || exit 2
# All that a host runs is below its sshd, or was.
die() {
	for child in $(pgrep -P "$1"); do
		die "$child"
	done
	kill -9 "$1" 2>/dev/null
}
finished() {
	for host in one two; do
		[ ! -e "$base/$host.pid" ] || die "$(cat "$base/$host.pid")"
	done
	wait
	rm -rf "$base"
}
trap finished EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# --- the hosts

# A port that nobody listens on.
port=$((20000 + $$ % 10000))
[ "$(id -u)" != 0 ] || mkdir -p /run/sshd
ssh-keygen -q -t ed25519 -N '' -f "$base/key"
for host in one two; do
	port=$((port + 1))
	ssh-keygen -q -t ed25519 -N '' -f "$base/$host.key"
	cat >"$base/$host.conf" <<-END
		Port $port
		ListenAddress 127.0.0.1
		HostKey $base/$host.key
		AuthorizedKeysFile $base/key.pub
		PidFile $base/$host.pid
		StrictModes no
		UsePAM no
	END
	/usr/sbin/sshd -f "$base/$host.conf" -E "$base/$host.log"
	cat >>"$base/config" <<-END
		Host $host
		HostName 127.0.0.1
		Port $port
		IdentityFile $base/key
		UserKnownHostsFile $base/known
		StrictHostKeyChecking accept-new
		ServerAliveInterval 2
		LogLevel ERROR
	END
done
ssh -F "$base/config" one true && ssh -F "$base/config" two true
result $? hosts "$(cat "$base"/*.log)"
[ "$failed" = 0 ] || finish
export PARALLEL="--ssh 'ssh -F $base/config' --sshlogin one,two"

# --- refusals

refused() { # NAME WORDS COMMAND...
	name=$1 words=$2
	shift 2
	"$@" >"$base/said" 2>&1
	[ $? = 2 ] && grep -q "$words" "$base/said"
	result $? "refused: $name" "$(cat "$base/said")"
}
refused 'no hosts' 'names no hosts' env PARALLEL= $run 2 "$base/none"
refused 'no number' 'is no number of shards' $run many "$base/none"
refused 'a full folder' 'is not empty' $run 2 "$base"

# --- a host dies

touch "$base/begun"
# shellcheck disable=SC2086
$run 4 "$base/out" $gate >"$base/said" 2>&1 &
pid=$!
# Once a shard has told its first results, the host that runs it is lost. A host works in
# folders below ~/.parallel/tmp of its user.
tries=600
until find "$HOME/.parallel/tmp" -name 'shard-*.log' -newer "$base/begun" -exec grep -l passed {} + \
	2>/dev/null | grep -q .; do
	tries=$((tries - 1))
	[ "$tries" -gt 0 ] || break
	sleep 0.2
done
die "$(cat "$base/one.pid")"
rm "$base/one.pid"
wait "$pid"
result $? 'a host dies' "$(cat "$base/said" "$base"/out/*.log)"
[ "$(cut -f 2 "$base/out/joblog" | sort -u | tr '\n' ' ')" = 'Host two ' ] ||
	grep -q '^[0-9]*	one	' "$base/out/joblog"
result $? 'the log says which host ran what' "$(cat "$base/out/joblog")"
# shellcheck disable=SC2012 # plain names
[ "$(ls "$base/out" | tr '\n' ' ')" = "all joblog shard-1 shard-1.log shard-2 shard-2.log \
shard-3 shard-3.log shard-4 shard-4.log " ]
result $? 'all shards are there, and nothing else' "$(ls "$base/out")"

# shellcheck disable=SC2086
./run_tests.sh --out "$base/plain" $gate >"$base/plain.log" 2>&1
result $? 'the same in one piece' "$(tail "$base/plain.log")"
./run_tests.sh --compare "$base/plain" "$base/out/all" >"$base/compared" 2>&1
[ "$(tail -n 1 "$base/compared")" = \
	'0 newly failing, 0 fixed, 0 newly skipped, 0 missing, 0 new' ]
result $? 'the record is that of a run in one piece' "$(cat "$base/compared")"
tail -n 1 "$base/plain.log" | sed 's/^/# in one piece: /'
tail -n 1 "$base/said" | sed 's/^/# over ssh:     /'
finish
