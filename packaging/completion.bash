# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
#
# Completion for bash: options from --help, names from what the command says when it
# refuses others, and tests and cases from --list.

# What $1 says that is known when it refuses the rest, up to the first ;.
_kvm_dirty_tests_known() {
	"$@" 2>&1 </dev/null | sed -n 's/.*\(known:\|wants one of\) \([^;]*\).*/\2/p' |
		tr -d ,
}

_kvm_dirty_tests() {
	local command=$1 word=$2 before=$3 words=
	COMPREPLY=()
	case $before in
	--platform) words=$(_kvm_dirty_tests_known "$command" --platform '?') ;;
	--config) words=$(_kvm_dirty_tests_known "$command" --platform all \
		--config 'default,?') ;;
	--for) words=$(_kvm_dirty_tests_known "$command" --for '?') ;;
	--kernel | --modules | --qemu | --known | --out | --junit | --ctrf | --ktap | \
		--kcidb | --html | --compare | --merge | --history | --fleet | --against | --rerun-failed | \
		--accept | --image | --cache)
		mapfile -t COMPREPLY < <(compgen -f -- "$word")
		return ;;
	--seed | --repeat | --timeout-scale | --steps | --origin | --build-id | --limit | --shard) return ;;
	*)
		case $word in
		-*) words=$("$command" --help | grep -oE -- '(^|[ ,])--?[a-z][a-z-]*' | tr -d ' ,') ;;
		# A case's name without its collector, and so with all of them.
		*/*) words=$("$command" --list "${word%%/*}" 2>/dev/null | sed 's/@.*//') ;;
		*) words=$("$command" --list 2>/dev/null | sed 's!/.*!!') ;;
		esac ;;
	esac
	mapfile -t COMPREPLY < <(compgen -W "$words" -- "$word" | sort -u)
}
complete -F _kvm_dirty_tests kvm-dirty-tests run_tests.sh
