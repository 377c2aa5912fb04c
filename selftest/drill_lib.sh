#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# What the drills share; sourced from the tree's top folder. A drill runs a command
# that has to be refused: in one line on standard error, with the right status, and
# no process and no file left behind. The caller ends with finish of tap.sh.
#
# The callers use what is set here; what eval and traps call looks unreachable.
# shellcheck disable=SC2034,SC2317

# shellcheck source=selftest/tap.sh
. selftest/tap.sh
suite=drill
build=build/x86
# Below /tmp, because one drill runs as a user without rights.
base=$(mktemp -d /tmp/kvm-dirty-drill.XXXXXX) || exit 2
chmod 755 "$base"
trap 'kill_marked; rm -rf "$base"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# drill_tree FROM: make a tree of our own with one test in it, $base/tree, and go
# there, so that other runs and a make at the same time are not taken for something
# left behind. FROM is where the programs are.
drill_tree() {
	from=$1
	test=$(inside/runner.sh list "$from/tests" | sed -n 1p)
	test=${test%%/*}
	if ! [ "$test" ] || ! [ -x "$from/probe" ]; then
		echo "$0: there are no test programs in $from" >&2
		exit 2
	fi
	export CACHE="${CACHE:-$PWD/build/cache}"
	# The drills are about running, so what runs is fetched before they begin.
	if ! perl "-I$PWD/run" -MMachine -MPlatform -e \
		'Machine::check(Platform::find("svm"), {}, shift, "default")' \
		"$from/probe"; then
		echo "$0: platform svm cannot run here" >&2
		exit 2
	fi
	export KVM_DIRTY_BUILD="$build" DRILL_BASE="$base"
	mkdir -p "$base/tree/$build/tests"
	cp -r run_tests.sh platforms provision inside run selftest "$base/tree"
	cp "$from/tests/$test" "$base/tree/$build/tests"
	cp "$from/probe" "$from/describe" "$from/rate" "$from/mergeable" \
		"$from/receive" "$base/tree/$build"
	chmod -R a+rX "$base/tree"
	programs=$PWD/$from/tests
	cd "$base/tree" || exit 2
}

# Processes that were started by a drill carry its mark in their environment.
marked() {
	grep -lszx "DRILL_MARK=$base" /proc/[0-9]*/environ |
		sed 's!/proc/\(.*\)/environ!\1!'
}

left_running() {
	for pid in $(marked); do
		tr '\0' ' ' 2>/dev/null <"/proc/$pid/cmdline"
	done
}

kill_marked() {
	for pid in $(marked); do
		kill -KILL "$pid" 2>/dev/null
	done
}

# Run a command in a fresh place. Its temporary files go to $tmp; $here/keep is
# where it may leave things.
start_drill() {
	here=$base/drill
	tmp=$here/tmp
	rm -rf "$here"
	mkdir -m 777 "$here" "$tmp" "$here/keep"
	built >"$base/before"
}

built() {
	find build | sort
}

# What is wrong after it: nothing is printed if all is well.
judge() { # STATUS WANTED-STATUS WANTED-PATTERN
	[ "$1" = "$2" ] || echo "exit status is $1, not $2"
	lines=$(wc -l <"$here/stderr")
	[ "$lines" = 1 ] || echo "standard error has $lines lines"
	grep -Eq "^run_tests.sh: .*($3)" "$here/stderr" ||
		echo "standard error does not say: run_tests.sh: ... $3"
	# What was killed may need a moment to go.
	for _ in 1 2 3 4 5 6 7 8 9 10; do
		running=$(left_running)
		[ "$running" ] || break
		sleep 0.2
	done
	[ -z "$running" ] || echo "left running: $running"
	files=$(ls -A "$tmp")
	[ -z "$files" ] || echo "left in TMPDIR: $files"
	built | comm -13 "$base/before" - | sed 's/^/left in build: /'
	if [ -d "$here/keep" ]; then
		find "$here/keep" \( -name '.work' -o -name '.fetch*' \) |
			sed 's/^/left behind: /'
	fi
}

# drill NAME PATTERN COMMAND...: COMMAND must fail with exit status 2.
drill() {
	name=$1
	pattern=$2
	shift 2
	start_drill
	status=0
	TMPDIR=$tmp DRILL_MARK=$base "$@" >"$here/stdout" 2>"$here/stderr" \
		</dev/null || status=$?
	wrong=$(judge "$status" 2 "$pattern")
	[ -z "$wrong" ] || wrong="$wrong
$(cat "$here/stderr")"
	[ -z "$wrong" ]
	result $? "$name" "$wrong"
}

# --- namespaces, in which the machine lacks something

in_namespace() { # SCRIPT COMMAND...
	script=$1
	shift
	unshare -m sh -c "$script"' && exec "$@"' sh "$@"
}

# A /dev of our own, with what a shell needs, and without a kvm.
dev="mount -t tmpfs dev /dev && mknod -m 666 /dev/null c 1 3 &&
	mknod -m 666 /dev/urandom c 1 9 && ln -s /proc/self/fd /dev/fd"
nobody='setpriv --reuid 65534 --regid 65534 --clear-groups'
