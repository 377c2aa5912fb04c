#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# Do README's commands work on today's distributions? Each is installed in a folder
# of its own with the tools that it has, and does there what a new user does, as far
# as that needs no other kernel: install what is missing, build, unit tests, tests on
# the emulated machines. Its verdicts are compared with those of Debian 12, case by
# case.
#
#   distros.sh                     Debian 12, 13 and sid; writes docs/distributions.md
#   distros.sh --quick SUITE...    install, build, unit tests and one test on svm
#
# As root, with debootstrap. The archive is the one that this system's apt uses. What
# that archive or this machine cannot give is an answer of its own, "could not be
# tried", and no pass. The last line counts steps: those that could not be tried as
# skipped. Exit status: 1 if a step failed, else 0.
set -eu

reference=bookworm
suites="$reference trixie sid"
quick=''
if [ "${1-}" = --quick ]; then
	quick=1
	shift
	suites="$*"
fi
cd "$(dirname "$0")/.."

tmp=$(mktemp -d "${TMPDIR:-/var/tmp}/kvm-dirty-distros.XXXXXX")
child=''
passed=0 failed=0 skipped=0

# All that was started has the lock's file open, so that whoever gets the lock knows
# that they are gone.
cleanup() {
	[ -z "$child" ] || kill "$child" 2>/dev/null || :
	exec 9>"$tmp/lock"
	flock 9
	rm -rf "$tmp"
}
trap cleanup EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM

# Run a command whose mounts and processes end with it; what it prints goes to $log.
contained() {
	exec 9>"$tmp/lock"
	flock -s 9
	setpriv --pdeathsig TERM unshare --mount --pid --fork --kill-child \
		--mount-proc "$@" >"$log" 2>&1 </dev/null &
	child=$!
	exec 9>&-
	status=0
	wait "$child" || status=$?
	child=''
	return "$status"
}

# In the root of $suite, in the project's folder.
# shellcheck disable=SC2016 # what the inner shell expands
inside() { # SCRIPT
	contained sh -c 'mount --rbind /sys "$1/sys" && mount --rbind /dev "$1/dev" &&
		mount -t proc proc "$1/proc" && exec chroot "$1" env -i \
		PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LC_ALL=C.UTF-8 \
		CACHE=/cache sh -c "cd /project && $2"' sh "$tmp/$suite" "$1"
}

# --- where packages come from

# What the archive is to blame for, as its tools say it; empty if it is not. That a
# package is not there by the name that we know is our fault.
archive_fault() {
	grep -aoE 'E: .*' "$log" | grep -m 1 -iE \
		'fetch|hash sum|release|expired|unmet|held broken|resolve|retriev|connect|timed out' |
		cut -c 4-160 || :
}

make_root() {
	root=$tmp/$suite
	provision/sources.sh "$suite" >"$tmp/sources"
	mirror=$(awk -v s="$suite" '$3 == s { print $2; exit }' "$tmp/sources")
	if [ -z "$mirror" ]; then
		echo 'this apt knows no archive of Debian' >"$log"
		return 1
	fi
	http_proxy=''
	eval "$(apt-config shell http_proxy Acquire::http::Proxy)"
	export http_proxy
	contained debootstrap --variant=minbase --include=ca-certificates \
		"$suite" "$root" "$mirror" || return
	cp "$tmp/sources" "$root/etc/apt/sources.list"
	# How this system's apt gets at it: a proxy, what it takes for expired.
	apt-config dump | grep '^Acquire::' | grep -v IndexTargets \
		>"$root/etc/apt/apt.conf.d/90system"
	mkdir "$root/project" "$root/cache"
	tar -c --exclude=./build --exclude=./.git . | tar -x -C "$root/project"
}

# --- steps

result() { # NAME VERDICT TEXT
	case $2 in
	passed) passed=$((passed + 1)) ;;
	failed) failed=$((failed + 1)) ;;
	*) skipped=$((skipped + 1)) ;;
	esac
	printf '%-9s %-8s %-8s %s\n' "$suite" "$1" "$2" "$3"
	echo "$1	$2	$3" >>"$tmp/$suite.results"
	[ "$2" = passed ] || sed 's/^/    /' "$log" | tail -n 20
}

# A step that is a command; true if it passed.
step() { # NAME SCRIPT
	if inside "$2"; then
		return
	fi
	fault=$(archive_fault)
	if [ "$fault" ]; then
		result "$1" skipped "could not be tried: $fault"
	else
		result "$1" failed "exit status $status"
	fi
	return 1
}

build() {
	jobs=-j$(nproc)
	command="make $jobs programs unit firmware"
	[ "$quick" ] ||
		command="$command vmm && make $jobs ARCH=arm64 programs"
	step build "$command" || return
	if grep -qi 'warning' "$log"; then
		result build failed "$(grep -ci warning "$log") warnings"
		return 1
	else
		result build passed 'without a warning'
	fi
}

units() {
	# shellcheck disable=SC2016 # what the inner shell expands
	step unit 'for program in build/x86/unit/test_*; do
		[ ! -x $program ] || $program || exit; done' || return
	result unit passed "$(grep -c '^ok ' "$log") passed"
}

# The verdict of each case in $suite's last results: "smoke/armed@ring ok".
verdicts() {
	sed -nE 's/^(ok|not ok) [0-9]+ ([^ ]*)( # (SKIP|XFAIL))?.*/\2 \1\3/p' \
		"$tmp/$suite"/project/build/results/latest/*/[a-z]*.tap |
		sort >"$tmp/$suite.$1"
}

platform() { # NAME TEST...
	name=$1
	shift
	step "$name" "./run_tests.sh --platform $name $*" ||
		return 0
	counts=$(tail -n 1 "$log")
	verdicts "$name"
	if [ "$suite" = "$reference" ] || ! [ -e "$tmp/$reference.$name" ]; then
		result "$name" passed "$counts"
	elif diff "$tmp/$reference.$name" "$tmp/$suite.$name" >"$log"; then
		result "$name" passed "$counts, case by case as on Debian 12"
	else
		result "$name" failed "$counts, other than on Debian 12"
	fi
}

untried() { # WHY
	result install skipped "could not be tried: $1"
}

try() {
	log=$tmp/$suite.log
	: >"$tmp/$suite.results"
	if ! make_root; then
		untried "$(grep -a '^E:' "$log" || tail -n 1 "$log")"
		return
	fi
	what=''
	[ -z "$quick" ] || what='build results firmware vmm svm'
	step install "apt-get -q update && provision/setup.sh $what && dpkg -l" ||
		return 0
	result install passed "$(grep -c ^ii "$log") packages"
	if ! build || ! units; then
		return
	fi
	if [ "$quick" ]; then
		platform svm smoke
		return
	fi
	platform svm smoke stride ring_full
	# Offline it takes the distribution's own Bochs (provision/bochs.sh).
	platform vmx --offline smoke
	platform qemu --config all 'qemu_migrate/precopy@tcg' \
		'qemu_dirty_rate/sampling-stopped@tcg'
}

# --- the table

# What $suite has, a line each: "gcc	14.2.0".
versions() {
	# shellcheck disable=SC2016 # what the inner shell expands
	inside '. /etc/os-release
		printf "Debian\t%s\n" "$(cat /etc/debian_version)"
		printf "gcc\t%s\n" "$(gcc -dumpfullversion)"
		for tool in binutils nasm gnu-efi coccinelle perl busybox-static \
			qemu-system-x86 bochs; do
			printf "%s\t%s\n" $tool "$(dpkg-query -W -f "\${Version}" $tool)"
		done
		printf "library\t%s\n" "$(cd /cache && echo linux-source*_*)"
		printf "kernel\t%s\n" "$(cd /cache && echo linux-image*_amd64)"' || :
	grep "$(printf '\t')" "$log" >"$tmp/$suite.versions" || :
}

table() {
	cat <<-END
	# Distributions

	Made by selftest/distros.sh on $(date +%F); do not edit. Each distribution was
	installed in a folder with the tools that it has, and did there what README
	says, as far as that needs no other kernel. "passed" with a count is what
	run_tests.sh says; its verdicts are compared with those of
	Debian 12, case by case. What the archive could not give says so.

	END
	awk -F '\t' -v suites="$suites" -v tmp="$tmp" -f selftest/distros.awk
}

# --- all of it

why=''
if [ "$(id -u)" != 0 ]; then
	why='only root can'
elif ! unshare --mount --pid --fork true 2>/dev/null; then
	why='mounts and processes of its own are refused here'
elif ! provision/setup.sh distros >"$tmp/setup.log" 2>&1; then
	why=$(tail -n 1 "$tmp/setup.log")
fi
if [ "$why" ]; then
	echo "could not be tried: $why"
	echo "0 passed, 0 failed, 1 skipped"
	exit
fi
for suite in $suites; do
	try
	[ "$quick" ] || ! [ -d "$tmp/$suite/project" ] || versions
	rm -rf "${tmp:?}/$suite"
done
if [ -z "$quick" ]; then
	table >"$tmp/table"
	cp "$tmp/table" docs/distributions.md
fi
echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" = 0 ]
