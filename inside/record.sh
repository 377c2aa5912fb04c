# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
#
# What run.sh of a bundle leaves in --out DIR besides what the programs print, to be
# sourced: the record of a run that has begun, as run/Facts.pm writes it, and how the run
# ended. run/summary.pl completes it with what run_tests.sh itself uses, so that both
# records are one and the same.
#
#   DIR/results.json      docs/results.schema.json, without cases and unfinished
#   DIR/ended             "complete" or the signal that cut it short, and the time; not
#                         there if the power went, or the host
#   DIR/begun             the ID of each program that has begun, as soon as it has
#   DIR/host/ID.tap, DIR/host/run-N/ID.tap   as of run_tests.sh; _platform.tap there says
#                         what befell more than a case, and "unfinished" meanwhile

# A text as a string of JSON.
json() {
	{ printf '%s' "$1" | tr '\001-\037' ' '; echo; } | sed 's/[\\"]/\\&/g; s/.*/"&"/'
}

# Several as a list.
json_list() {
	comma='['
	[ $# -gt 0 ] || printf '['
	for text; do
		printf '%s%s' "$comma" "$(json "$text")"
		comma=', '
	done
	echo ']'
}

time_now() {
	date -u +%Y-%m-%dT%H:%M:%SZ
}

# What /proc/cpuinfo says of $1, a pattern.
cpu_says() {
	sed -n "s/^\($1\)[	 ]*: //p" /proc/cpuinfo | head -n 1
}

machine() {
	printf '{ "kernel": %s, "arch": %s' "$(json "$(uname -sr)")" \
		"$(json "$(uname -m)")"
	for key in 'cpu model name\|CPU part' 'microcode microcode'; do
		said=$(cpu_says "${key#* }")
		[ -z "$said" ] || printf ', "%s": %s' "${key%% *}" "$(json "$said")"
	done
	flags=$(cpu_says flags)
	case " $flags " in
	'  ') ;;
	*' hypervisor '*) printf ', "virtual": true' ;;
	*) printf ', "virtual": false' ;;
	esac
	printf ', "cpus": %d' "$(grep -c '^processor' /proc/cpuinfo)"
	awk '$1 == "MemTotal:" { printf ", \"memory_mib\": %d", $2 / 1024 }' /proc/meminfo
	name=$(cat /proc/sys/kernel/hostname)
	[ -z "$name" ] || printf ', "hostname": %s' "$(json "$name")"
	echo ' }'
}

# How many cases there are of each collector[,backing], of a list of all.
planned() {
	sed 's/.*@//' | sort | uniq -c |
		awk '{ printf "%s \"%s\": %d", comma, $2, $1; comma = "," }'
}

# The record of a run that begins. The list of all cases comes on standard input.
record() { # SEEDS VERSION ARGUMENTS, which is a list of JSON
	case $(uname -m) in aarch64) arch=arm64 ;; *) arch=x86 ;; esac
	cat <<-END
	{
	 "version": 1,
	 "run": {
	  "arguments": $3,
	  "seeds": $(
		# shellcheck disable=SC2086
		json_list $1),
	  "version": $(json "$2"),
	  "machine": $(machine),
	  "started": "$(time_now)",
	  "end": "unfinished"
	 },
	 "columns": [ { "name": "host", "platform": "host", "config": "default",
	  "arch": "$arch", "planned": { $(planned) } } ],
	 "cases": []
	}
	END
}

# The file DIR/_platform.tap while programs run; or when they have: with $2, lines
# "NAME # ERROR TEXT".
platform_tap() { # DIR [TROUBLES]
	file=$1/_platform.tap
	if [ $# = 1 ]; then
		printf 'KTAP version 1\n1..1\n' >"$file"
	elif [ "$2" ]; then
		echo "$2" | awk '{ line[NR] = $0 }
			END { print "KTAP version 1\n1.." NR
				for (i = 1; i <= NR; i++) print "not ok", i, line[i] }' >"$file"
	else
		rm "$file"
	fi
}
