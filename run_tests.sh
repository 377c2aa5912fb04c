#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# Runs the test programs on one or more platforms and says what came out. What
# it does not know: tests (the programs tell), platforms (platforms/NAME.sh),
# and TAP (run/*.pl).
#
# What a trap calls looks unreachable to shellcheck.
# shellcheck disable=SC2317

# Patterns hold globs for the test programs: this shell must not expand them.
set -euf

help() {
	cat <<-'END'
	Usage: ./run_tests.sh [OPTION...] [PATTERN...]
	       ./run_tests.sh --mutants [OPTION...] [MUTANT...]
	       ./run_tests.sh [OPTION...] --rate [-h] [RATE OPTION...]
	Checks the dirty page tracking of KVM. PATTERN is TEST, TEST/CASE or
	TEST/CASE@COLLECTOR[,BACKING], with globs; without a pattern all tests run.

	  --setup             first install what is missing (as root)
	  --platform NAME     where to run: host, svm, vmx, arm64 (emulated AMD, Intel
	                      and arm64 machines), qemu (tests of QEMU itself),
	                      qemu-arm64, qemu-vmx (the same on emulated KVM), or
	                      all but qemu-vmx, which takes hours; repeatable;
	                      default: host, or svm where there is no /dev/kvm
	  --config NAME|all   KVM parameters; for svm: default, npt0, tdp0, eager0,
	                      nested0, huge1g, churn; vmx: default, pml0, eptad0, ept0;
	                      arm64: default, nvhe, 16k, 16k-nvhe; qemu: default,
	                      arm64 (a guest without KVM)
	  --kernel FILE|VERSION  boot this kernel on emulated platforms: a file, or
	                      Debian's package of a version (6.1, 6.12.117)
	  --modules DIR       where the modules of that file are, if KVM is not built in
	  --qemu PATH         the QEMU that platform qemu tests; default: by its name
	  --mutants           put bugs into KVM, one at a time, and see which case
	                      fails first; --config X: those of default, on X
	  --peers             ... which of the kernel's own selftests fail
	  --rate              dirty memory at a rate and measure it, or what tracking
	                      costs, on this host; see docs/measuring-rates.md
	  --soak --for TIME   random operations (test model) for 90s, 30m, 8h, 2d
	  --steps STEPS       run this sequence of them, as a failure prints it
	  --list              list the cases, run nothing
	  --describe          say what each platform's KVM is and has; --json too
	  --seed N|random     of everything random; default 1
	  --repeat N          run all of it N times
	  --timeout-scale N   be N times as patient
	  --no-skip           count a skipped case as failed
	  --fail-fast         end each boot at its first failed case
	  --known FILE        the failures in FILE are expected (see docs/known.tsv)
	  --out DIR           keep results in DIR; default: a new one in build/results
	  --junit FILE        write a JUnit report too
	  --cache DIR         keep downloads in DIR; default: build/cache
	  --offline           download nothing
	  -v   show every case        --version        -h, --help
	Exit status: 0 all is well, 1 a case failed, 2 something could not run.
	END
}

die() {
	echo "run_tests.sh: $*" >&2
	exit 2
}

# Its disk is full, or nobody reads its pipe any more.
unheard() {
	die "cannot write to standard output"
}
trap unheard PIPE

say() {
	echo "$@" 2>/dev/null || unheard
}

# Status 1 is a verdict, which is summary.pl's alone to give. Whatever else ends us,
# but for signals, has one status.
judged='' children='' work='' log=''
leave() {
	status=$?
	trap - EXIT
	cleanup
	case $judged$status in
	0 | judged[01] | 129 | 1[3-9]?) ;;
	*) status=2 ;;
	esac
	exit "$status"
}
trap leave EXIT

cleanup() {
	for child in $children; do
		kill "$child" 2>/dev/null || :
	done
	for child in $children; do
		wait "$child" || :
	done
	children=
	[ -z "$work" ] || rm -rf "$work"
	[ -z "$log" ] || rm -f "$log"
}

# --- what the user wants

all_platforms='host svm vmx arm64 qemu qemu-arm64'
known_platforms="$all_platforms qemu-vmx"
platforms='' configs='' patterns='' seed=1 repeat=1 scale=1 known='' out=''
junit='' list='' setup='' rate='' no_skip='' fail_fast='' verbose='' describe=''
json='' all='' mutants='' peers='' soak='' soak_s='' steps=''
export KVM_DIRTY_NAME=run_tests.sh KVM_DIRTY_KERNEL='' KVM_DIRTY_MODULES=''
export CACHE="${CACHE-}" OFFLINE="${OFFLINE-}" KVM_DIRTY_QEMU=''

# A file's name that stays right when we change to the tree's top folder.
absolute() {
	case $1 in
	/*) echo "$1" ;;
	*) echo "$PWD/$1" ;;
	esac
}

number() {
	case $2 in
	'' | *[!0-9]* | 0* | ??????*)
		die "$1 wants a whole number from 1 to 99999, not '$2'" ;;
	esac
	echo "$2"
}

check_seed() {
	digits=${1#0x}
	case $1 in
	random | 0 | 0x0) return ;;
	0x*) set -- "$1" "${digits#*[!0-9a-fA-F]}" 16 ;;
	*) set -- "$1" "${digits#*[!0-9]}" 19 ;;
	esac
	# Up to 19 decimal or 16 hexadecimal digits are below 2^64.
	if [ -z "$digits" ] || [ "$digits" != "$2" ] ||
		[ ${#digits} -gt "$3" ]; then
		die "bad seed '$1': it is a number or 'random'"
	fi
}

# "8h" in seconds.
seconds() {
	case $1 in
	*[0-9]s) unit=1 ;;
	*[0-9]m) unit=60 ;;
	*[0-9]h) unit=3600 ;;
	*[0-9]d) unit=86400 ;;
	*) unit= ;;
	esac
	case ${unit:+${1%?}} in
	'' | *[!0-9]* | 0* | ?????*)
		die "--for wants a time like 90s, 30m, 8h or 2d, not '$1'" ;;
	esac
	echo $((${1%?} * unit))
}

# They go on a kernel's command line.
check_steps() {
	case $1 in
	*[!a-z0-9:,]*) die "'$1' is not a sequence of steps" ;;
	esac
}

while [ $# -gt 0 ]; do
	option=$1 joined=''
	shift
	case $option in
	--*=*)
		joined=1
		set -- "${option#*=}" "$@"
		option=${option%%=*} ;;
	esac
	case $option in
	--platform | --config | --kernel | --modules | --seed | --repeat | \
	--timeout-scale | --known | --out | --junit | --cache | --for | --steps | \
	--qemu)
		[ "${1-}" ] || die "$option wants a value"
		value=$1
		shift ;;
	-*)	[ -z "$joined" ] || die "$option takes no value" ;;
	esac
	case $option in
	--setup) setup=1 ;;
	--mutants) mutants=mutants ;;
	--peers) mutants=mutants peers=--peers ;;
	--rate)
		# The rest is for the tool.
		rate=rate platforms=host
		break ;;
	--platform)
		if [ "$value" = all ]; then
			all=1 platforms=$all_platforms
			continue
		fi
		case " $known_platforms " in
		*" $value "*) ;;
		*) die "unknown platform '$value'; known: $known_platforms all" ;;
		esac
		case " $platforms " in
		*" $value "*) ;;
		*) platforms="$platforms $value" ;;
		esac ;;
	--config) configs="$configs $(echo "$value" | tr , ' ')" ;;
	--kernel)
		case $value in
		*[!0-9.]* | [!1-9]*) KVM_DIRTY_KERNEL=$(absolute "$value") ;;
		*) KVM_DIRTY_KERNEL=$value ;;
		esac ;;
	--modules) KVM_DIRTY_MODULES=$(absolute "$value") ;;
	--list) list=list ;;
	--describe) describe=1 ;;
	--json) describe=1 json=--json ;;
	--seed) check_seed "$value"; seed=$value ;;
	--soak) soak=1 ;;
	--for) soak_s=$(seconds "$value") ;;
	--steps) check_steps "$value"; steps=$value ;;
	--repeat) repeat=$(number "$option" "$value") ;;
	--timeout-scale) scale=$(number "$option" "$value") ;;
	--no-skip) no_skip=--no-skip ;;
	--fail-fast) fail_fast=--fail-fast ;;
	--known) known=$(absolute "$value") ;;
	--out) out=$(absolute "$value") ;;
	--junit) junit=$(absolute "$value") ;;
	--qemu) KVM_DIRTY_QEMU=$(absolute "$value") ;;
	--cache) CACHE=$(absolute "$value") ;;
	--offline) OFFLINE=1 ;;
	--version)
		cd "$(dirname "$0")"
		say "kvm-dirty-tests $(git describe --always --dirty \
			2>/dev/null || echo '(unknown version)')"
		exit 0 ;;
	-v) verbose=--verbose ;;
	-h | --help)
		help 2>/dev/null || unheard
		exit 0 ;;
	-*) die "unknown option '$option' (try --help)" ;;
	*[[:space:]]* | '') die "no test matches '$option' (try --list)" ;;
	*) patterns="$patterns $option" ;;
	esac
done

[ -z "$soak" ] || [ "$soak_s" ] || die "--soak wants --for TIME"
[ -z "$soak_s" ] || [ "$soak" ] || die "--for goes with --soak"
[ -z "$soak$steps" ] || patterns=${patterns:- model/[!f]*}

cd "$(dirname "$0")"
export CACHE="${CACHE:-$PWD/build/cache}"
case $(uname -m) in
aarch64) native=arm64 ;;
*) native=x86 ;;
esac
build=${KVM_DIRTY_BUILD:-build/$native}

# The architecture of platform $1, and where its test programs are.
arch_of() {
	case $1 in
	host) echo "$native" ;;
	*) "platforms/$1.sh" arch ;;
	esac
}

# What has to be built for platform $1, and the folder that it is in.
goal_of() {
	goal=$("platforms/$1.sh" goal)
	echo "${goal:-programs}"
}

tests_of() {
	case $(goal_of "$1") in
	programs) folder=tests ;;
	*) folder=$(goal_of "$1") ;;
	esac
	echo "${KVM_DIRTY_BUILD:-build/$(arch_of "$1")}/$folder"
}

# Print the configs of platform $1 that were asked for.
configs_of() {
	have=$("platforms/$1.sh" configs)
	for config in ${configs:-default}; do
		for known_config in $have; do
			case $config in
			"$known_config" | all) echo "$known_config" ;;
			esac
		done
	done | awk '!seen[$0]++'
}

check_configs() {
	have=
	for platform in $platforms; do
		have="$have $("platforms/$platform.sh" configs)"
		[ "$(configs_of "$platform")" ] || die "platform $platform" \
			"knows no config$configs, only:" \
			"$("platforms/$platform.sh" configs)"
	done
	for config in $configs; do
		case " $have all " in
		*" $config "*) ;;
		*) die "unknown config '$config'; known:$have all" ;;
		esac
	done
}

check_out() {
	if [ -d "$out" ] && [ -n "$(ls -A "$out" 2>/dev/null)" ]; then
		die "--out $out is not empty, and results are never mixed"
	fi
	parent=$out
	while ! [ -e "$parent" ]; do
		parent=$(dirname "$parent")
	done
	if ! [ -d "$parent" ] || ! [ -w "$parent" ] || ! [ -x "$parent" ]; then
		die "cannot write to --out $out"
	fi
}

make_out() {
	if [ -z "$out" ]; then
		mkdir -p build/results 2>/dev/null || :
		[ -w build/results ] ||
			die "cannot write to build/results (try --out DIR)"
		out=$PWD/build/results/$(date +%Y%m%d-%H%M%S)-$$
		ln -sfn "${out##*/}" build/results/latest
	fi
	mkdir -p "$out" 2>/dev/null || die "cannot write to --out $out"
}

# In their own order, since the host's tests want the machine for themselves.
chosen=$platforms platforms=
for platform in $known_platforms; do
	case " $chosen " in
	*" $platform "*) platforms="$platforms $platform" ;;
	esac
done

[ -z "$known" ] || [ -r "$known" ] || die "cannot read --known $known"
[ -z "$out" ] || check_out
if [ "$junit" ]; then
	if ! [ -w "${junit%/*}/" ] || [ -d "$junit" ] ||
		{ [ -e "$junit" ] && ! [ -w "$junit" ]; }; then
		die "cannot write --junit $junit"
	fi
fi
if [ "$mutants" ]; then
	platforms=${platforms:-svm}
	case $platforms in
	?*' '?*) die "--mutants wants one platform" ;;
	esac
	case $configs in
	?*' '?*) die "--mutants wants one config" ;;
	esac
	[ -z "$KVM_DIRTY_KERNEL$KVM_DIRTY_MODULES$list$describe$junit" ] ||
		die "--mutants goes with --platform, --config, --seed and --out only"
fi
[ -z "$platforms" ] || check_configs

# --- what is needed for it

stopped() {
	trap '' INT TERM HUP
	not_begun=
	[ ! -s "$work/boots.waiting" ] ||
		not_begun="not begun: $(paste -sd' ' "$work/boots.waiting"); "
	results=${work:+"$out"}
	cleanup
	[ -z "$results" ] || echo "run_tests.sh: stopped;" \
		"${not_begun}results so far: $out" >&2
	trap - EXIT
	exit "$1"
}
trap 'stopped 129' HUP
trap 'stopped 130' INT
trap 'stopped 143' TERM

# Start a command that cannot outlive us. It runs in the background, because sh
# obeys a signal only between commands and while it waits.
start() {
	setpriv --pdeathsig TERM "$@" &
	children="$children $!"
}

wait_for() {
	status=0
	wait "$1" || status=$?
	left=
	for child in $children; do
		[ "$child" = "$1" ] || left="$left $child"
	done
	children=$left
	return "$status"
}

run() {
	start "$@"
	wait_for "${children##* }" || exit $?
}

build() {
	if [ "$verbose" ]; then
		run make "ARCH=$1" "$2"
		return
	fi
	[ "$list" ] || [ -x "build/$1/probe" ] || say "building build/$1"
	log=$(mktemp "${TMPDIR:-/tmp}/kvm-dirty-tests.XXXXXX" 2>/dev/null) ||
		die "cannot write to ${TMPDIR:-/tmp} (set TMPDIR)"
	start make -s "ARCH=$1" "$2" >"$log" 2>&1
	wait_for "${children##* }" || {
		cat "$log"
		die "the build failed"
	}
	rm "$log"
	log=
}

if [ "$setup" ]; then
	# Which platform it will be is not known before the build.
	# shellcheck disable=SC2086
	run provision/setup.sh build results junit $mutants $rate ${platforms:-svm}
fi
# shellcheck disable=SC2086
run provision/setup.sh --check build results ${junit:+junit} $mutants $platforms
built=
for platform in ${platforms:-host}; do
	what="$(arch_of "$platform") $(goal_of "$platform")"
	case "$built " in
	*" $what,"*) continue ;;
	esac
	built="$built $what,"
	# shellcheck disable=SC2086
	[ "${KVM_DIRTY_BUILD-}" ] || build $what
done

if [ "$rate" ]; then
	for option; do
		case $option in -h | --help) exec "$build/rate" -h ;; esac
	done
	"$build/rate" -t "$@"
	make_out
	exec run/rate.pl "$out" "$build/rate" "$@"
fi
if [ "$mutants" ]; then
	make_out
	arch=$(arch_of "${platforms# }")
	[ -z "$peers" ] || run mutants/peers.sh "build/$arch"
	export KVM_DIRTY_BUILD="build/$arch${peers:+/peers}"
	# shellcheck disable=SC2086
	exec mutants/run.pl --platform ${platforms# } --out "$out" \
		--seed "$seed" ${configs:+--config ${configs# }} $peers $patterns
fi

# What "list" or "plan" of runner.sh prints for platform $2.
cases() {
	if [ "$describe" ]; then
		case $(goal_of "$2") in
		programs) echo 'describe ../describe' ;;
		*) echo "describe ../describe-$(goal_of "$2")" ;;
		esac
		return
	fi
	KVM_DIRTY_LAUNCH=$("platforms/$2.sh" launch)
	export KVM_DIRTY_LAUNCH
	# shellcheck disable=SC2086
	inside/runner.sh "$1" "$(tests_of "$2")" ${3:-$patterns}
	unset KVM_DIRTY_LAUNCH
}

# Where there are several sets of programs, a pattern has to name a case of one.
sets=
for platform in $platforms; do
	sets="$sets$(tests_of "$platform")
"
done
case $(printf %s "$sets" | sort -u | wc -l) in
[2-9])
	export KVM_DIRTY_ELSEWHERE=1
	for pattern in $patterns; do
		named=
		for platform in $platforms; do
			[ "$named" ] || named=$(cases plan "$platform" "$pattern")
		done
		if [ -z "$named" ]; then
			KVM_DIRTY_ELSEWHERE=
			cases plan "${platforms##* }" "$pattern"
		fi
	done ;;
esac

listed='' some=''
for platform in ${platforms:-host}; do
	of_it=$(cases "${list:-plan}" "$platform")
	listed="$listed$of_it
"
	[ -z "$of_it" ] || some="$some $platform"
done
platforms=${platforms:+$some}
if [ "$list" ]; then
	printf %s "$listed" | awk '!seen[$0]++' 2>/dev/null || unheard
	exit
fi
if [ "$describe" ]; then
	[ -z "$patterns" ] || die "--describe takes no pattern"
	# The description alone is for standard output.
	exec 3>&1 >&2
fi

# A verdict is about the KVM that was asked for, and without a word that is this
# host's. Only where there is none can nobody take another one's for it; and that
# is said first and last.
about=''
if [ -z "$platforms" ]; then
	if why=$("$build/probe" 2>&1); then
		platforms=host
		say "platform host, since its KVM works: ${why#host: }"
	elif [ -e /dev/kvm ]; then
		die "platform host: $why; --platform svm gates an emulated" \
			"machine instead"
	else
		platforms=svm
		about="platform svm, an emulated machine, and not this host: $why"
	fi
	check_configs
fi
# All is all that there can be: a machine need not have KVM.
if [ "$all" ] && ! why=$("$build/probe" 2>&1); then
	about="platform host is left out: $why"
	platforms=$(echo "$platforms " | sed 's/ host / /')
fi
[ -z "$about" ] || say "$about"
for platform in $platforms; do
	# shellcheck disable=SC2046
	run "platforms/$platform.sh" check "$build/probe" \
		$(configs_of "$platform")
done

# --- run it

make_out
work=$out/.work
mkdir "$work" 2>/dev/null || die "cannot write to $out"
# More than the least that there will be; a disk that fills up later is told, too.
head -c 1000000 /dev/zero 2>/dev/null >"$work/room" ||
	die "cannot write to $out: no room for results"
rm "$work/room"
[ ! -f docs/known.tsv ] || cp docs/known.tsv "$work/known.tsv"
[ -z "$known" ] || cp "$known" "$work/expected.tsv"

# What platform $1 with config $2 is called.
name_of() {
	case $1 in
	host) echo host ;;
	*) echo "$1-$2" ;;
	esac
}

# Print a line for each boot of platform $1: the configs that it runs.
boots_of() {
	# shellcheck disable=SC2046
	set -- "$1" $(configs_of "$1")
	platform=$1
	shift
	boots=$("platforms/$platform.sh" boots "$@")
	[ "$boots" ] || boots=$(printf '%s\n' "$@")
	echo "$boots"
}

# Print the words with tabs in between.
tabs() {
	printf '%s' "$1"
	shift
	printf '\t%s' "$@"
	echo
}

# Write to folder $2 the jobs of platform $1: to jobs.N those for a boot with N
# CPUs, or to jobs.any all, where its boots have as many or the jobs' order counts;
# and print what stands for N if there are any.
plan() {
	cpus=$("platforms/$1.sh" cpus)
	if [ "$describe$fail_fast" ] || [ -z "$cpus" ]; then
		cases plan "$1" >"$2/jobs.any"
		echo any
		return
	fi
	for n in $cpus; do
		# A pattern need not name any of both.
		(
			export KVM_DIRTY_CPUS="$n" KVM_DIRTY_ELSEWHERE=1
			cases plan "$1"
		) >"$2/jobs.$n"
		[ ! -s "$2/jobs.$n" ] || echo "$n"
	done
}

# How many boots share the jobs in file $2 of platform $1, where CPUs would be idle:
# of boots there are fewer than CPUs. Not worth it for a few test programs, and not
# where their order counts.
shares_of() {
	cost=$("platforms/$1.sh" cost default)
	jobs=$(wc -l <"$2")
	parts=$((cpus_here / nr_boots))
	[ "$parts" -le $((jobs / 4)) ] || parts=$((jobs / 4))
	case $cost$fail_fast in
	alone* | *--fail-fast) echo 1 ;;
	*) echo $((parts > 1 ? parts : 1)) ;;
	esac
}

# The first platform that runs the programs in folder $1, and its first config:
# there they run the cases that check the gate itself, too, and nowhere else, as
# that is the same program everywhere.
drilled() {
	for one in $platforms; do
		[ "$(tests_of "$one")" = "$1" ] || continue
		echo "$one $(configs_of "$one" | head -n 1)"
		return
	done
}

# Print for schedule.pl the boot of platform $2 with configs $3..., the run-th
# time: part $1 of its tests, if that is not ''.
boot() {
	part=$1 platform=$2 replay="./run_tests.sh --platform $2" together=''
	first='' names=''
	shift 2
	# Words on purpose: minutes and MiB, more than most boots need if the
	# platform does not say.
	cost=$("platforms/$platform.sh" cost "$@")
	[ "$cost" ] || cost='20 2560'
	[ -z "$KVM_DIRTY_KERNEL" ] || replay="$replay --kernel $KVM_DIRTY_KERNEL"
	[ -z "$KVM_DIRTY_MODULES" ] ||
		replay="$replay --modules $KVM_DIRTY_MODULES"
	[ -z "$KVM_DIRTY_QEMU" ] || replay="$replay --qemu $KVM_DIRTY_QEMU"
	for config; do
		shift
		name=$(name_of "$platform" "$config")
		names=$names${names:+ }$name
		dir=$out/$name
		[ "$repeat" = 1 ] || dir=$dir/run-$run
		dir=$dir${part:+/part-$part}
		mkdir -p "$dir"
		# A plan without results: if progress.pl dies, this stays and
		# says so.
		echo 1..1 >"$dir/_platform.tap"
		together=$together${together:+,}$config
		first=${first:-$dir}
		set -- "$@" --column "$config,$name,$dir"
	done
	later=''
	case $(tests_of "$platform") in
	*/tests) later=-L ;;
	esac
	case $(drilled "$(tests_of "$platform")") in
	"$platform ${together%%,*}") drills='' ;;
	*) drills=$later ;;
	esac
	read -r boot_s silent_s slowness <<-END
	$("platforms/$platform.sh" limits)
	END
	here=$work/$platform${part:+/part-$part}
	# shellcheck disable=SC2086
	tabs "$names" $cost \
		"KVM_DIRTY_ARGS=-s $run_seed -t $((slowness * scale))${drills:+ $drills}${soak_s:+ -d $soak_s}${steps:+ -S $steps}" \
		"KVM_DIRTY_LATER=$later" \
		"KVM_DIRTY_REPLAY=$replay" -- \
		perl run/progress.pl --jobs "$here/jobs" \
		--boot $((boot_s * scale)) --silent $((silent_s * scale)) \
		"$@" $no_skip $fail_fast $verbose \
		"platforms/$platform.sh" run \
		"$together" "$first" "$here" "$(tests_of "$platform")"
}

# The probe knows of quotas, too, but is a program of this machine's.
cpus_here=$("$build/probe" -c 2>/dev/null) || cpus_here=$(nproc)
nr_boots=0
for platform in $platforms; do
	mkdir "$work/$platform"
	plan "$platform" "$work/$platform" >"$work/$platform/kinds"
	nr_boots=$((nr_boots + $(boots_of "$platform" | wc -l) *
		$(wc -l <"$work/$platform/kinds")))
done
for platform in $platforms; do
	# A line a part of the jobs: CPUs, and that it is the n-th of so many.
	while read -r cpus; do
		shares=$(shares_of "$platform" "$work/$platform/jobs.$cpus")
		seq -f "$cpus %g $shares" "$shares"
	done <"$work/$platform/kinds" >"$work/$platform/plan"
	parts=$(wc -l <"$work/$platform/plan")
	part=0
	while read -r cpus n shares <&3; do
		part=$((part + 1))
		[ "$parts" -gt 1 ] || part=
		echo "$part" >>"$work/$platform/parts"
		here=$work/$platform${part:+/part-$part}
		mkdir -p "$here"
		awk -v n="$n" -v of="$shares" 'NR % of == n % of' \
			"$work/$platform/jobs.$cpus" >"$here/jobs"
		echo "$cpus" >"$here/cpus"
		find "$work" -maxdepth 1 -type f -exec cp -t "$here" {} +
		run "platforms/$platform.sh" prepare "$here" \
			"$(tests_of "$platform")"
	done 3<"$work/$platform/plan"
done
# Where nobody can tell, one boot at a time.
memory=$(awk '$1 == "MemAvailable:" { print int($2 / 1024) }' /proc/meminfo \
	2>/dev/null) || memory=0
run=0
while [ $((run += 1)) -le "$repeat" ]; do
	run_seed=$seed
	[ "$seed" != random ] ||
		run_seed=0x$(od -An -N4 -tx4 /dev/urandom | tr -d ' ')
	of=
	[ "$repeat" = 1 ] || of="run $run of $repeat, "
	say "${of}seed $run_seed, results in $out"
	for platform in $platforms; do
		boots_of "$platform" | while read -r configs_now; do
			while read -r part; do
				# shellcheck disable=SC2086
				boot "$part" "$platform" $configs_now
			done <"$work/$platform/parts"
		done
	done >"$work/boots"
	run perl run/schedule.pl "$work/boots" "$cpus_here" "${memory:-0}"
done

rm -rf "$work"
work=
say
status=0
perl run/summary.pl ${junit:+--junit "$junit"} "$out" || status=$?
[ -z "$about" ] || say "$about"
[ -z "$describe" ] || perl run/describe.pl $json "$out" >&3
judged=judged
exit "$status"
