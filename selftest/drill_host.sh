#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# drill_host.sh [BUILD]: what run_tests.sh does on hosts that lack what it needs.
# drill_lib.sh says what a drill is. TAP on standard output. BUILD is where the
# programs are, build/x86.
set -u

cd "$(dirname "$0")/.." || exit 2
# shellcheck source=selftest/drill_lib.sh
. selftest/drill_lib.sh
drill_tree "${1:-$build}"
suite=drill-host
run=./run_tests.sh

# --- a KVM that cannot be used: asked for, or the one that is meant without a word

device() { # NAME PATTERN SCRIPT [USER...]
	which=$1 why=$2 script=$3
	shift 3
	drill "$which" "platform host: $why" in_namespace "$script" "$@" \
		$run --platform host "$test"
	drill "$which-unasked" "platform host: $why.*; --platform svm gates" \
		in_namespace "$script" "$@" $run "$test"
}

if ! in_namespace "$dev" true 2>/dev/null; then
	for name in missing another unloaded denied; do
		skip "kvm-$name" 'cannot mount a /dev: not root, or in a container'
	done
else
	# Without a word this would be another platform: selftest/no_kvm.sh.
	drill kvm-missing 'platform host: /dev/kvm: .*no KVM on this machine' \
		in_namespace "$dev" $run --platform host "$test"
	device kvm-another '/dev/kvm is not KVM' \
		"$dev && mknod -m 666 /dev/kvm c 1 3"
	device kvm-unloaded '/dev/kvm: .*no KVM module' \
		"$dev && mknod -m 666 /dev/kvm c 60 1"
	if $nobody test -x "$build/probe" -a -x "$PWD/run_tests.sh"; then
		# shellcheck disable=SC2086
		device kvm-denied '/dev/kvm: .*ermission.*join group kvm' \
			"$dev && mknod -m 600 /dev/kvm c 10 232" $nobody
	else
		skip kvm-denied "user nobody may not read $PWD"
	fi
fi
if "$build/probe" >/dev/null 2>&1; then
	# One file more is KVM itself, and there is none for a VM.
	mv "$build/probe" "$build/real"
	cat >"$build/probe" <<-'END'
		#!/bin/sh
		exec prlimit --nofile=4:4 "${0%/*}/real"
	END
	chmod +x "$build/probe"
	device kvm-makes-none '/dev/kvm opens, but KVM_CREATE_VM says: ' true
	mv "$build/real" "$build/probe"
else
	skip kvm-makes-none 'there is no KVM'
fi

# --- less than the machine has: a program counts what is its own

# tells NAME PATTERN COMMAND...: of its lines one must match, and its status is 0 or,
# as all is skipped, 4.
tells() {
	name=$1 pattern=$2
	shift 2
	status=0
	"$@" >"$base/said" 2>&1 </dev/null || status=$?
	case $status in 0 | 4) ;; *) false ;; esac &&
		grep -Eq "$pattern" "$base/said"
	result $? "$name" "exit status $status: $(tail -n 20 "$base/said")"
}

# A group of CPU time, in which a command runs; in either version of cgroups. Half of
# the time of one CPU.
group=
for folder in /sys/fs/cgroup/cpu /sys/fs/cgroup; do
	new=$folder/${base##*/}
	if [ "$group" ] || ! [ -e "$folder/cgroup.procs" ] ||
		! mkdir "$new" 2>/dev/null; then
		continue
	fi
	if echo 50000 2>/dev/null >"$new/cpu.cfs_quota_us" ||
		echo '50000 100000' 2>/dev/null >"$new/cpu.max"; then
		group=$new
	else
		rmdir "$new"
	fi
done
trap 'kill_marked; rm -rf "$base"; [ -z "$group" ] || rmdir "$group"' EXIT
in_group() {
	# shellcheck disable=SC2016,SC2317
	sh -c 'echo $$ >"$0/cgroup.procs" && exec "$@"' "$group" "$@"
}
# What sets PR_SET_THP_DISABLE for the command that follows.
no_thp='syscall(shift, 41, 1, 0, 0, 0) and die; exec @ARGV or die'
case $(uname -m) in
aarch64) prctl=167 ;;
*) prctl=157 ;;
esac

if ! "$build/probe" >/dev/null 2>&1; then
	skip less-than-the-machine 'there is no KVM'
else
	cpu=$(taskset -cp $$ | sed 's/.*: //; s/[-,].*//')
	tells one-cpu-skips 'SKIP this process has one CPU' taskset -c "$cpu" \
		"$programs/concurrent" -C bitmap -b anon
	tells one-cpu-says '^ +cpus, allowed: 1$' taskset -c "$cpu" \
		$run --platform host --describe --out "$base/one-cpu"
	if [ "$group" ]; then
		tells quota-skips 'SKIP this process has one CPU' in_group \
			"$programs/concurrent" -C bitmap -b anon
		tells quota-says '^# cpus, by quota: 1$' in_group \
			"$build/describe"
	else
		skip quota 'no cgroup for CPU time can be made here'
	fi
	tells files-skip 'crowd-255@bitmap # SKIP it needs [0-9]+ open files, RLIMIT_NOFILE is 256$' \
		prlimit --nofile=256:256 "$programs/vcpus" -c crowd-255 -C bitmap
	tells files-raised '^ok 1 vcpus/crowd-255@bitmap$' \
		prlimit --nofile=64:4096 "$programs/vcpus" -c crowd-255 -C bitmap
	tells files-none '^[0-9]+ passed, 0 failed' prlimit --nofile=20:20 \
		$run --platform host --out "$base/files" "$test"
	case $("$build/describe" | grep '^# backing thp') in
	*yes)	tells thp-denied 'SKIP backing thp: PR_SET_THP_DISABLE' \
			perl -e "$no_thp" "$prctl" \
			"$programs/smoke" -C bitmap -b thp
		tells thp-denied-says '^# backing thp: skipped, PR_SET_THP' \
			perl -e "$no_thp" "$prctl" "$build/describe" ;;
	*) skip thp-denied 'there are no transparent huge pages' ;;
	esac
fi

# --- output that nobody gets: no program is content with that

# lost NAME COMMAND...: on a full disk, and where a pipe has lost its reader.
# shellcheck disable=SC2016
no_reader='pipe R, W; close R; open STDOUT, ">&", W; $SIG{PIPE} = "DEFAULT";
	exec @ARGV or die'
lost() {
	name=$1
	shift
	for where in full closed; do
		status=0
		case $where in
		full) "$@" 2>"$base/said" >/dev/full ;;
		closed) perl -e "$no_reader" "$@" 2>"$base/said" ;;
		esac </dev/null || status=$?
		[ "$status" = 2 ] && [ "$(wc -l <"$base/said")" = 1 ] &&
			grep -q 'cannot write to standard output' "$base/said"
		result $? "$name-$where" "exit status $status: $(cat "$base/said")"
	done
}

# Results to say something of.
mkdir "$base/results"
printf '1..1\nok 1 a/b@c\n' >"$base/results/a.tap"
lost help $run --help
lost version $run --version
lost list $run --list
lost summary perl run/summary.pl "$base/results"
lost describe-results perl run/describe.pl --json "$base/results"
lost program-list "$programs/smoke" -l
lost program-help "$programs/smoke" -h
lost rate-help "$build/rate" -h
if "$build/probe" >/dev/null 2>&1; then
	lost run $run --platform host --out "$base/lost" "$test"
	rm -rf "$base/lost"
	lost program "$programs/smoke" -c armed
	lost probe "$build/probe"
	lost describe "$build/describe"
else
	skip lost-run 'there is no KVM'
fi

# The bundle's, which has no Perl to help it.
mkdir "$base/bundle"
cp inside/runner.sh inside/tell.sh inside/record.sh "$build/probe" "$base/bundle"
cp inside/bundle_run.sh "$base/bundle/run.sh"
ln -s "$PWD/$build/tests" "$base/bundle/tests"
lost bundle-help sh "$base/bundle/run.sh" --help
lost bundle-list sh "$base/bundle/run.sh" --list
! "$build/probe" >/dev/null 2>&1 || lost bundle sh "$base/bundle/run.sh" "$test"

# --- places that cannot be written to

! "$build/probe" >/dev/null 2>&1 ||
	drill junit-full 'cannot write /dev/full: No space left' $run \
		--platform host --junit /dev/full --out "$base/junit" "$test"
# The build comes first, and has a log.
drill tmpdir-missing 'cannot write to /nix .set TMPDIR.' \
	env -u KVM_DIRTY_BUILD TMPDIR=/nix $run --platform host "$test"
small="mount -t tmpfs -o size=8m none $base/small"
mkdir "$base/small"
if ! in_namespace "$small" true 2>/dev/null; then
	skip disk-full 'cannot mount: not root, or in a container'
else
	drill disk-full 'cannot write to .*: no room for results' in_namespace \
		"$small && head -c 7800000 /dev/zero >$base/small/others" \
		$run --platform svm --out "$base/small/out" "$test"
	# A platform that is quick, and while it runs others fill the disk.
	real=$(cat platforms/svm.pl)
	cat >platforms/svm.pl <<-END
		return {
			order => 2,
			arch => 'x86',
			configs => [default => {}],
			limits => { boot_s => 5, silent_s => 5, slowness => 1 },
			command => sub { ('sh', '$base/platform') },
		};
	END
	cat >"$base/platform" <<-END
		cat /dev/zero >$base/small/others 2>/dev/null
		echo @ready 1
		echo @begin $test
		echo 1..1
		echo ok 1 $test/a@b
		echo @end $test 0 1.00
		echo @done
	END
	drill disk-fills "$test.tap: No space left" in_namespace "$small" \
		$run --platform svm --out "$base/small/out" "$test"
	printf '%s\n' "$real" >platforms/svm.pl
fi

finish
