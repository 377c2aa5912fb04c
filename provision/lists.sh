# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
#
# Package lists of our own, in the cache: those of another architecture, or of another
# suite of Debian's archive. The system's lists and sources are read, and never changed.
# To be sourced after lib.sh. $cache is the cache's absolute name, $here this folder.
#
# shellcheck disable=SC2154

# Options for apt. They hold no blanks unless the cache's name does, which is refused.
system='-qq -o APT::Sandbox::User=root -o Acquire::Retries=2
-o Acquire::http::Timeout=30'
options=$system suite='' also=''

# own_lists ARCH [SUITE]: with $options apt has no packages installed, and knows the
# lists in $lists alone: of ARCH, and of the system's sources or of SUITE.
own_lists() {
	suite=${2-} also=''
	lists=$cache/.apt-${suite:+$suite-}$1
	options="$system -o APT::Architecture=$1 -o APT::Architectures=$1
-o Dir::State=$lists -o Dir::State::status=/dev/null
-o Dir::State::Lists=$lists/lists -o Dir::Cache=$lists"
	[ -z "$suite" ] || options="$options -o Dir::Etc::SourceList=$lists/sources.list
-o Dir::Etc::SourceParts=/dev/null -o Dir::Etc::Preferences=/dev/null
-o Dir::Etc::PreferencesParts=/dev/null -o APT::Update::Error-Mode=any"
}

# whole_lists ARCH [SUITE]: the same, but a suite that is no whole one has with it that
# which it is for, and comes before it.
whole_lists() {
	own_lists "$@"
	case $suite in
	*-backports) also=${suite%-backports} ;;
	experimental) also=sid ;;
	*) return 0 ;;
	esac
	whole=$lists-with-$also
	options="$(echo "$options" | sed "s|$lists|$whole|g") -t $suite"
	lists=$whole
}

# True if the lists need not be read anew: the system's were not since, and the archive
# was asked about the suite within the hour.
fresh() {
	[ -e "$lists/read" ] && [ -z "$(find /var/lib/apt/lists -maxdepth 0 \
		-newer "$lists/read" 2>/dev/null)" ] || return
	[ -z "$suite" ] || [ "$(find "$lists/read" -mmin -60)" ]
}

# The system's own lists may be missing, too, and then apt does not know whose they are.
sources_of_suite() {
	for name in "$suite" $also; do
		"$here/sources.sh" "$name"
	done >"$lists/sources.list"
	[ ! -s "$lists/sources.list" ] || return 0
	mkdir -p "$lists/system/lists/partial"
	# shellcheck disable=SC2086
	quietly apt-get $system -o "Dir::State::Lists=$lists/system/lists" update || :
	for name in "$suite" $also; do
		"$here/sources.sh" "$name" -o "Dir::State::Lists=$lists/system/lists"
	done >"$lists/sources.list"
	rm -rf "$lists/system"
	[ -s "$lists/sources.list" ] ||
		die "suite $suite: the system's apt knows no archive of Debian, see" \
			"/etc/apt/sources.list$(grep -m 1 '^[EW]:' "$log" | sed 's/.*/ (&)/')"
}

# Read the lists that own_lists named. If that fails, $log tells why.
read_lists() {
	mkdir -p "$lists/lists/partial" "$lists/archives/partial" 2>/dev/null ||
		die "cannot write to the cache folder $cache (try --cache DIR)"
	[ -z "$suite" ] || sources_of_suite
	rm -f "$lists/read"
	# shellcheck disable=SC2086
	quietly apt-get $options update || return
	touch "$lists/read"
}

# True if read_lists failed because the archive has no such suite.
no_suite() {
	grep -q 'does not have a Release file' "$log" &&
		! grep -qE 'connect|resolv|timed out|[Tt]imeout' "$log"
}

# Why the archive did not give what was asked for, from what apt has said in $log.
archive_fault() {
	fault=$(grep '^E:' "$log" || grep '^W:' "$log" || :)
	fault=$(echo "$fault" | head -n 1)
	[ "$suite" ] || {
		echo "${fault:-unknown to apt}"
		return
	}
	case $(grep -h '^[EW]:' "$log") in
	*' expired '* | *'not valid yet'*)
		why="the mirror's Release file is out of date; take another mirror, or"
		why="$why allow it with apt's Acquire::Check-Valid-Until" ;;
	*'Hash Sum mismatch'* | *'unexpected size'*)
		why='the mirror is being synchronised, as its files do not match its'
		why="$why lists; try again later" ;;
	*' 404 '* | *'No such file'* | *'File not found'*)
		why='the mirror is half synchronised, as it lacks a file that its lists'
		why="$why name; try again later" ;;
	'') why='it has no such package' ;;
	*) why='it cannot be read' ;;
	esac
	echo "suite $suite: $why${fault:+ ($fault)}"
}
