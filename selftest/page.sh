#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# The page of a record in a real browser, in light and in dark: page.html uses it. TAP on
# standard output. Without a browser it could not be tried, and is skipped.
set -u
cd "$(dirname "$0")/.." || exit 2
# shellcheck source=selftest/tap.sh
. selftest/tap.sh
suite=page
base=$(mktemp -d "${TMPDIR:-/tmp}/kvm-dirty-page.XXXXXX") || exit 2
trap 'rm -rf "$base"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# A run with all verdicts in it, and text that would be an element.
perl "-I$PWD/run" "-I$PWD/selftest/run" -MResults -MRecord -e '
	my $dir = Results::folder(shift);
	my $record = Record::finish($dir, "complete");
	$_->{reason} .= q{ <b id="evil"></script><b id="evil">}
		for grep { $_->{verdict} eq "fail" } @{$record->{cases}};
	Record::write_to($dir, $record)' "$base/run" || exit 2
perl run/summary.pl --html "$base/page.html" "$base/run" >"$base/said" 2>&1
[ $? = 1 ] && [ -s "$base/page.html" ]
result $? is-written "$(cat "$base/said")"

# browse NAME PAGE SCHEME: use PAGE in dark (SCHEME is 0) or light (1); what is said of it
# goes to $base/said.
browse() {
	name=$1 dark=true
	[ "$3" = 0 ] || dark=false
	sed "s/DARK/$dark/; s/page\.html/$2/" selftest/page.html >"$base/$name.html"
	# The sandbox does not work for root, and the page is ours.
	timeout 120 chromium --headless --no-sandbox --disable-gpu --user-data-dir="$base/user" \
		--allow-file-access-from-files \
		--blink-settings=preferredColorScheme="$3" --dump-dom "file://$base/$name.html" \
		2>"$base/errors" | sed -n '/<pre id="said">/,/^end/p' |
		sed 's/.*<pre id="said">//' >"$base/said"
	grep -qx end "$base/said"
	result $? "$name-was-used" "$(cat "$base/said"; tail -n 5 "$base/errors")"
}

tell() {
	while read -r line; do
		case $line in
		'ok '*) result 0 "$name-${line#ok }" ;;
		'not ok '*)
			line=${line#not ok }
			result 1 "$name-${line%%:*}" "$line" ;;
		esac
	done <"$base/said"
}

if ! command -v chromium >/dev/null; then
	skip light 'could not be tried: chromium is not installed'
	skip dark 'could not be tried: chromium is not installed'
	finish
fi
browse light page.html 1
tell
browse dark page.html 0
tell

# A page that is none of this: it is noticed.
sed 's/made\.textContent = /made.innerHTML = /; s/a\[1\]) - rank/b[1]) - rank/
	s/^body {/body { min-width: 400px;/; s/prefers-color-scheme: dark/min-width: 9000px/' \
	"$base/page.html" >"$base/not-this.html"
browse broken not-this.html 0
for what in fits the-worst-first text-stays-text colour; do
	grep -q "^not ok $what:" "$base/said"
	result $? "broken-$what" "$(cat "$base/said")"
done
finish
