#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# drill.sh [BUILD]: what run_tests.sh does with bad input, missing pieces and
# signals. In each drill it must say what is wrong in one line on standard
# error, exit with the right status, and leave no process and no file behind.
# TAP on standard output. BUILD is where the programs are, build/x86.
#
# What eval calls looks unreachable to shellcheck.
# shellcheck disable=SC2317
set -u

cd "$(dirname "$0")/.." || exit 2
# shellcheck source=selftest/drill_lib.sh
. selftest/drill_lib.sh
drill_tree "${1:-$build}"

# --- does the drill notice?

notices() { # NAME WHAT-JUDGE-MUST-SAY SCRIPT
	start_drill
	status=0
	TMPDIR=$tmp DRILL_MARK=$base sh -c "$3" >"$here/stdout" \
		2>"$here/stderr" </dev/null || status=$?
	wrong=$(judge "$status" 2 'some reason')
	kill_marked
	case $wrong in
	"$2"*) result 0 "notices-$1" ;;
	*) result 1 "notices-$1" "the drill says: ${wrong:-nothing}" ;;
	esac
}

say='echo run_tests.sh: some reason >&2'
notices nothing-wrong '' "$say; exit 2"
notices exit-status 'exit status is 0' "$say"
notices two-lines 'standard error has 2' "$say; $say; exit 2"
notices other-words 'standard error does not say' 'echo oops >&2; exit 2'
notices temporary-file 'left in TMPDIR' "$say; : >\$TMPDIR/x; exit 2"
notices process 'left running' "$say; (exec sleep 60) >/dev/null 2>&1 & exit 2"

# --- bad input

run=./run_tests.sh
drill unknown-option "unknown option '--nix'" $run --nix
drill value-missing '--seed wants a value' $run --seed
drill value-needless '--list takes no value' $run --list=1
drill unknown-test "no test matches 'nix'" $run nix
drill unknown-case "no case matches" $run "$test/nix"
drill unknown-collector "no case matches" $run "$test@nix"
drill unknown-backing "no case matches" $run "$test@*,nix"
drill broken-pattern "empty or a needless part" $run "$test/"
drill blank-pattern "no test matches" $run "a b"
drill unknown-test-in-list "no test matches" $run --list nix
drill unknown-platform "unknown platform 'nix'" $run --platform nix
drill unknown-config "knows no config" $run --platform svm --config nix
drill half-known-config "unknown config 'nix'" \
	$run --platform svm --config default,nix
drill config-of-another "platform host" $run --platform host --config npt0
for seed in x 1x -1 0x 0xg 1.5 123456789012345678901; do
	drill "bad-seed-$seed" 'bad seed' $run --seed=$seed
done
drill bad-repeat 'whole number' $run --repeat 0
drill soak-for-ever 'wants --for' $run --soak
drill bad-soak-time 'a time like' $run --soak --for 8
drill time-of-what 'or a time, with --soak' $run --for 8h
drill bad-steps 'not a sequence of steps' $run --steps 'harvest;reset'
drill quick-in-order 'is an order, and --in-order is another' $run --quick --in-order
drill quick-describe '--quick goes with neither' $run --quick --describe
drill quick-of-another '--quick is for the tests of KVM, not for qemu' \
	$run --quick --platform qemu
drill kills-of-what '--kills goes with --mutants' $run --kills
drill mutants-of-what "no kernel of Debian's" $run --mutants --kernel ./README.md
drill mutants-twice 'wants one of --peers, --kills and --quick' \
	$run --mutants --quick --kills
drill bad-order 'has a blank in it' env KVM_DIRTY_ORDER='/a b' $run --list
drill order-missing 'No such file' env KVM_DIRTY_ORDER=/nix $run --list
drill bad-scale 'whole number' $run --timeout-scale fast
drill rate-option 'takes a number' $run --rate -r 0
drill rate-collector 'no collector matches' $run --rate -C nix
drill known-missing 'cannot read --known' $run --known /nix
drill junit-nowhere 'cannot write --junit' $run --junit /nix/file
drill ctrf-nowhere 'cannot write --ctrf' $run --ctrf /nix/file
drill kernel-missing 'cannot read the kernel' \
	$run --platform svm --kernel /nix "$test"
for option in kernel modules; do
	drill "$option-of-no-machine" 'platforms that boot a kernel, not for host' \
		$run --platform host --$option 6.1 "$test"
done
drill modules-missing 'no folder of modules' $run --platform svm \
	--kernel run_tests.sh --modules /nix "$test"
drill against-nothing '--against names no kernel and no record' \
	$run --platform svm --against /nix "$test"
drill against-of-no-machine '--against 6.12 is for platforms that boot a kernel, not for host' \
	$run --platform host --against 6.12 "$test"
drill against-a-list 'and not with --list' $run --list --against 6.12
drill out-not-writable 'cannot write to --out' \
	$run --platform svm --out /proc/nix "$test"
drill out-in-a-file 'cannot write to --out' \
	$run --platform host --out "$PWD/run_tests.sh/x" "$test"
drill out-not-empty 'not empty' $run --platform host --out "$PWD" "$test"

drill unknown-variable 'unknown variable KVM_DIRTY_NIX in the environment' \
	env KVM_DIRTY_NIX=1 $run --list

# --- descriptions of platforms that say too much or too little

# described NAME PATTERN KEYS: with these keys in a description of platform nix.
described() {
	printf '%s\n' 'return {' "$3" '};' >platforms/nix.pl
	drill "description-$1" "platforms/nix.pl: $2" $run --list
	rm platforms/nix.pl
}
limits='limits => { boot_s => 1, silent_s => 1, slowness => 1 }'
rest="order => 9, $limits, here => 'TERM'"
described unknown-key "unknown key 'cpu'" \
	"$rest, cpu => [1], configs => [default => {}]"
described no-order "key 'order' is missing" \
	"$limits, here => 'TERM', configs => [default => {}]"
described no-limit "limits: key 'silent_s' is missing" \
	"order => 9, here => 'TERM', limits => { boot_s => 1, slowness => 1 },
	configs => [default => {}]"
described unknown-limit "limits: unknown key 'hush_s'" \
	"order => 9, here => 'TERM', configs => [default => {}], limits => {
	boot_s => 1, silent_s => 1, slowness => 1, hush_s => 1 }"
described unknown-config-key "config tdp0: unknown key 'module'" \
	"$rest, configs => [default => {}, tdp0 => { module => 1 }]"
described no-list "config tdp0: 'modules' is not a list" \
	"$rest, configs => [default => {}, tdp0 => { modules => 1 }]"
described config-twice 'config tdp0 is there twice' \
	"$rest, configs => [tdp0 => {}, tdp0 => {}]"
described nothing-runs "one of the keys 'here' and 'command' is wanted" \
	"order => 9, $limits, configs => [default => {}]"
described no-perl 'syntax error' 'order => => 9 9'
printf '%s\n' 'return {' "$rest, configs => [default => {}], needs => ['nix']" '};' \
	>platforms/nix.pl
drill description-unknown-need "there is no set 'nix'" $run --platform nix "$test"
rm platforms/nix.pl

# --- good input

# helps NAME COMMAND...: it must explain itself on standard output, and be content.
helps() {
	name=$1
	shift
	status=0
	"$@" >"$base/help" 2>&1 </dev/null || status=$?
	[ "$status" = 0 ] && head -n 1 "$base/help" | grep -q '^Usage: '
	result $? "$name" "exit status $status; it says: $(head -n 1 "$base/help")"
}

helps help $run --help
helps rate-help $run --rate --help
helps rate-help-short $run --rate -h
ln -s "$PWD/run_tests.sh" "$base/link"
helps help-by-a-link "$base/link" --help

# --- missing pieces

# The commands that there are, without those that are named.
path_without() {
	rm -rf "${base:?}/bin"
	mkdir "$base/bin"
	for dir in /sbin /usr/sbin /bin /usr/bin; do
		ln -sf "$dir"/* "$base/bin/"
	done
	for name; do
		rm -f "$base/bin/$name"
	done
	# setup.sh looks into sbin by itself; nothing of these is there.
	echo "$base/bin"
}

path=$(path_without perl)
drill perl-missing 'missing: TAP::Harness. Install with: .* perl' \
	env PATH="$path" $run --platform svm "$test"
path=$(path_without qemu-system-x86_64)
drill qemu-missing 'qemu-system-x86' env PATH="$path" \
	$run --platform svm "$test"
path=$(path_without cpio busybox)
drill two-missing 'cpio.*busybox|busybox.*cpio' env PATH="$path" \
	$run --platform svm "$test"

# --- other distributions: an archive that does not work is no pass and no failure

mkdir "$base/archive"
cat >"$base/archive/debootstrap" <<-'END'
	#!/bin/sh
	echo 'E: Failed getting release file'
	exit 1
END
chmod +x "$base/archive/debootstrap"
start_drill
status=0
TMPDIR=$tmp DRILL_MARK=$base PATH=$base/archive:$PATH selftest/distros.sh \
	--quick trixie >"$here/stdout" 2>&1 </dev/null || status=$?
[ "$status" = 0 ] && [ -z "$(ls -A "$tmp")" ] &&
	grep -q 'could not be tried: .' "$here/stdout" &&
	[ "$(tail -n 1 "$here/stdout")" = '0 passed, 0 failed, 1 skipped' ]
result $? distribution-untried "$(cat "$here/stdout")"

# --- for git bisect: what cannot be judged is 125, and all else as it is

mkdir -p "$base/bisect/run"
cp run/bisect.sh "$base/bisect/run"
cat >"$base/bisect/run_tests.sh" <<-'END'
	#!/bin/sh
	exit "$1"
END
chmod +x "$base/bisect/run_tests.sh"
got=$(for status in 0 1 2 130; do
	"$base/bisect/run/bisect.sh" "$status"
	echo $?
done | paste -sd' ')
[ "$got" = '0 1 125 130' ]
result $? bisect "exit statuses are $got"

finish
