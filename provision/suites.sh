# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
#
# Which of the versions that Debian's archive has, in any suite, is the one that is wanted.
# To be sourced after lib.sh and lists.sh by whoever sets $link, the name in the cache of
# what is wanted, and $arch, of the lists; and defines
#
#   known        print what apt knows with $options, lines "VERSION PACKAGE $suite"
#   best         of such lines, the newest that is wanted
#   refuse WHY   end with one line
#
# shellcheck disable=SC2034,SC2154

# The name that a released suite has besides "stable".
codename() {
	own_lists "$arch" "$1"
	mkdir -p "$lists"
	sources_of_suite
	mirror=$(awk -v suite="$1" '$3 == suite { print $2; exit }' "$lists/sources.list")
	# shellcheck disable=SC2086
	quietly /usr/lib/apt/apt-helper $system download-file \
		"${mirror%/}/dists/$1/Release" "$tmp/release" || return 0
	sed -n 's/^Codename: //p' "$tmp/release"
}

# Read what the suite has; true if there is such a suite.
read_suite() { # SUITE
	own_lists "$arch" "$1"
	fresh || read_lists || no_suite || refuse "$(archive_fault)"
	[ -e "$lists/read" ]
}

# What is known of the suites that are there.
in_suites() { # SUITE...
	for name; do
		! read_suite "$name" || known
	done
}

# One at a time, as in fetch.sh; until fd 9 is closed.
lock() {
	tmp=$(mktemp -d "${TMPDIR:-/tmp}/kvm-dirty-tests.XXXXXX")
	log=$tmp/log
	mkdir -p "$cache" 2>/dev/null || :
	[ -w "$cache" ] || die "cannot write to the cache folder $cache (try --cache DIR)"
	exec 9<"$cache"
	flock 9
}

# New versions come to these first; one that they have no more is in the others.
look_in_archive() {
	stable=$(codename stable)
	in_suites sid experimental "${stable:-stable}-backports" >"$tmp/found"
	if [ -z "$(best <"$tmp/found")" ]; then
		old=$(codename oldstable)
		in_suites "${stable:-stable}" "${old:-oldstable}-backports" \
			"${old:-oldstable}" testing >>"$tmp/found"
	fi
	best <"$tmp/found"
}

# --- what was fetched

# point NAME: let $link point to NAME, which is in the cache.
point() {
	made=$cache/.link.$$
	ln -s "$1" "$made"
	mv -T "$made" "$cache/$link"
}

# The same where the archive was not asked.
point_offline() {
	point "$1"
	touch -h -d @0 "$cache/$link"
}

# True if $link is what the archive has said: that holds for an hour, or until the
# system reads new lists.
holds() {
	[ -d "$cache/$link/." ] && [ -d /var/lib/apt/lists ] &&
		[ "$(find "$cache/$link" -newer /var/lib/apt/lists -mmin -60)" ]
}
