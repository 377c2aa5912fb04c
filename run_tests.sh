#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# The entry: help, version, and what to do where there is no Perl. All else is
# run/main.pl's.
set -eu

top=$(cd "$(dirname "$(readlink -f "$0")")" && pwd)
# What run/Place.pm says of a tree that is installed.
me=./run_tests.sh results=build/results cache=build/cache
[ ! -f "$top/version" ] || me=kvm-dirty-tests \
	results=\~/.local/state/$me/results cache=\~/.cache/$me

die() {
	echo "${me#./}: $*" >&2
	exit 2
}

# described OPTION WHAT: explain it as the platforms' descriptions do.
described() {
	printf '  %-19s ' "$1"
	if command -v perl >/dev/null; then
		perl "-I$top/run" -MPlatform -e 'print join("\n" . " " x 22,
			Platform->can("help_" . shift)->()), "\n"' "$2"
	else
		echo "see platforms/"
	fi
}

help() {
	cat <<-END
	Usage: $me [OPTION...] [PATTERN...]
	  or:  $me --mutants [OPTION...] [MUTANT...]
	  or:  $me --compare OLD NEW
	  or:  $me [--out DIR] [--junit FILE...] --merge DIR...
	  or:  $me --history DIR [--html FILE]
	  or:  $me --fleet DIR [--html FILE]
	  or:  $me [OPTION...] --rate [-h] [RATE OPTION...]
	Checks the dirty page tracking of KVM. PATTERN is TEST, TEST/CASE or
	TEST/CASE@COLLECTOR[,BACKING], with globs; without a pattern all tests run.

	  --setup             first install what is missing (as root)
	  --setup-only        the same, get the kernels and QEMUs of Debian's, and end
	END
	described '--platform NAME' platforms
	described '--config NAME|all' configs
	cat <<-END
	  --kernel KERNEL     boot this kernel on emulated platforms: a file, or one
	                      of Debian's: a version (6.1, 7.2.13), a suite (sid,
	                      experimental, trixie-backports), or newest;
	                      repeatable, and ends with a table kernel by config
	  --modules DIR       where the modules of that file are, if KVM is not built
	                      in; of several kernels, of the one before it
	  --qemu QEMU         the QEMU that qemu, qemu-arm64 and qemu-vmx test:
	                      a program, or one of Debian's, with its firmware: a
	                      version (7.2, 10.0), a suite, or newest; repeatable,
	                      and ends with a table case by QEMU; default: this
	                      system's
	  --mutants           put bugs into KVM, one at a time, and see which case
	                      fails first; --config X: those of default, on X;
	                      --kernel: of that kernel of Debian's, or of the
	                      source in that folder
	  --kills             ... which of the cases fail that kill mutants; renews
	                      mutants/kills.tsv
	  --peers             ... which of the kernel's own selftests fail
	  --image FILE        make an image that boots a host into the tests, from
	                      USB, CD or over the network; see docs/stick.md
	  --for x86|arm64     ... for hosts of this architecture; default: this one's
	  --rate              dirty memory at a rate and measure it, or what tracking
	                      costs, on this host; see docs/measuring-rates.md
	  --cost              what each step of tracking costs, in instructions where a
	                      machine is emulated; with --against, fails if it is more
	  --limit ROW=N%      ... N percent more is well for these rows; default: 5
	  --accept FILE       ... as the rows, percents and reasons in FILE say
	  --for NAME          may this host be trusted for NAME (docs/consumers.tsv:
	                      qemu-bitmap, qemu-ring, firecracker, ...)? The exit
	                      status is about what NAME relies on
	  --soak --for TIME   random operations (test model) for 90s, 30m, 8h, 2d
	  --steps STEPS       run this sequence of them, as a failure prints it
	  --quick             only the first cases, which kill every mutant; see
	                      docs/quick.md
	  --in-order          by the alphabet, in place of what kills most first
	  --list              list the cases, run nothing
	  --describe          say what each platform's KVM is and has; --json too
	  --seed N|random     of everything random; default 1
	  --repeat N          run all of it N times
	  --timeout-scale N   be N times as patient
	  --no-skip           count a skipped case as failed
	  --fail-fast         end each boot at its first failed case
	  --known FILE        the failures in FILE are known; default: docs/known.tsv
	  --strict            count known failures as failed
	  --out DIR           keep results in DIR; default: a new folder in
	                      $results
	  --junit FILE, --ctrf FILE   write a report in JUnit's form, or in CTRF's, too
	  --ktap FILE|-       ... or as KTAP; "-" is standard output, which then has
	                      nothing else
	  --html FILE         ... or as a page to look at, in one file
	  --kcidb FILE --origin O --build-id B   ... or for kcidb: as the CI system O,
	                      of the build B (ORIGIN:ID)
	  --compare OLD NEW   of two folders of results (or their results.json): what
	                      newly fails, is fixed, skipped or slower; status 1 if
	                      anything newly fails
	  --against OLD       compare this run with that one, and end with that status;
	                      OLD may be a kernel, too, which then runs first
	  --history DIR       of all results in DIR: the cases that ever changed, run by
	                      run; --html FILE: as a page, too
	  --fleet DIR         ... of results of many hosts: who can trust them, what
	                      differs between hosts that should be alike; the same
	  --shard N/M         run one of M parts: of the tests, of --mutants, of --cost;
	                      of --soak all with the Nth seed; see docs/labs.md
	  --merge DIR...      one record, or table of mutants, of the results of all
	                      parts; one that is lost is an error
	  --rerun-failed DIR  the cases that failed in the results DIR, where they did
	  --cache DIR         keep downloads in DIR; default: $cache
	  --offline           download nothing
	  --cold              boot each emulated machine anew, and restore none
	  -v   show every case        --version        -h, --help
	Exit status: 0 all is well, 1 a case failed, 2 something could not run.
	END
}

version() {
	cd "$top"
	echo "kvm-dirty-tests $(cat version 2>/dev/null ||
		git describe --always --dirty 2>/dev/null || echo '(unknown version)')"
}

# say COMMAND: print what it prints. The disk may be full, or the pipe without a reader.
say() {
	trap '' PIPE
	said=$("$1")
	echo "$said" 2>/dev/null || die "cannot write to standard output"
	exit 0
}

case ${1-} in
-h | --help) say help ;;
--version) say version ;;
esac

# What Perl cannot do without: as root, --setup installs it.
# shellcheck disable=SC2016 # what Perl expands
if ! perl -e 'exit !grep { -e "$_/TAP/Harness.pm" } @INC' 2>/dev/null; then
	check=--check
	for option; do
		case $option in --setup | --setup-only) check= ;; esac
	done
	# shellcheck disable=SC2086
	KVM_DIRTY_NAME=${me#./} "$top/provision/setup.sh" $check results
fi
exec perl "-I$top/run" "$top/run/main.pl" "$@"
