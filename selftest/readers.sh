#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# Programs that others read test results with, on a run that has all verdicts in it: each
# must count what the record counts. TAP on standard output. One that is not there, or
# cannot be downloaded, could not be tried, and is skipped.
set -u
cd "$(dirname "$0")/.." || exit 2
# shellcheck source=selftest/tap.sh
. selftest/tap.sh
suite=readers
base=$(mktemp -d "${TMPDIR:-/tmp}/kvm-dirty-readers.XXXXXX") || exit 2
trap 'rm -rf "$base"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# Passed, failed, errors, skipped: what a reader says, against what the record has.
agrees() { # NAME COUNTS
	[ "$2" = "$counts" ]
	result $? "$1" "it counts $2, and the record $counts"
}

perl "-I$PWD/run" "-I$PWD/selftest/run" -MResults -e \
	'Results::folder(shift)' "$base/run" || exit 2
perl run/summary.pl --end complete --junit "$base/junit.xml" --ctrf "$base/ctrf.json" \
	--ktap "$base/ktap" "$base/run" >"$base/said"
[ $? = 1 ] && [ -s "$base/junit.xml" ] && [ -s "$base/ctrf.json" ] && [ -s "$base/ktap" ]
result $? writes "$(cat "$base/said")"
counts=$(perl "-I$PWD/run" -MRecord -e 'my $nr = Record::load(shift)->{run}{counts};
	print join " ", $nr->{pass} + $nr->{known} + $nr->{unexpected},
		@$nr{qw(fail error skip)}' "$base/run")
errors=$(echo "$counts" | cut -d' ' -f3)
case $counts in
*0*) result 1 all-verdicts "$counts" ;;
*) result 0 all-verdicts ;;
esac

# What prove is made of, on the files of the programs. It has one word for failures and
# errors.
agrees prove "$(perl -MTAP::Harness -e 'my ($errors, @files) = @ARGV;
	open my $said, ">&", \*STDOUT;
	open STDOUT, ">", "/dev/null";
	my $sum = TAP::Harness->new({ exec => ["cat"] })->runtests(@files);
	my ($ok, $failed, $skipped) = map { scalar $sum->$_ } qw(passed failed skipped);
	print { $said } join " ", $ok - $skipped, $failed - $errors, $errors, $skipped' \
	"$errors" "$base"/run/*/*.tap 2>&1)"

python=/usr/bin/python3

# kunit NAME FILE: kunit.py's counts. It has one word, too; its own errors are offences
# against KTAP.
kunit() {
	$python "$base/kernel/tools/testing/kunit/kunit.py" parse \
		--json="$base/kunit.json" "$2" >"$base/said" 2>&1
	agrees "$1" "$($python - "$base/kunit.json" "$errors" 2>&1 <<-'END'
	import json, sys
	n = json.load(open(sys.argv[1]))["misc"]
	errors = int(sys.argv[2])
	assert n["errors"] == n["crashed"] == 0, n
	print(n["passed"], n["failed"] - errors, errors, n["skipped"])
	END
	)"
}

# The parser of the newest kernel source that Debian has, on the one document.
cache=${CACHE:-build/cache}
newest=
for release in experimental sid; do
	! provision/fetch.sh "linux-source@$release" "$cache" >"$base/said" 2>&1 ||
		newest=$cache/linux-source@$release
	[ -z "$newest" ] || break
done
if ! [ "$newest" ]; then
	skip kunit "could not be tried: $(tail -n 1 "$base/said")"
	skip kunit-evidence 'could not be tried'
	skip kselftest 'could not be tried'
else
	mkdir "$base/kernel"
	tar -C "$base/kernel" --strip-components=1 --wildcards \
		-xJf "$newest"/usr/src/linux-source-*.tar.xz '*/tools/testing/kunit/*.py' \
		'*/selftests/run_kselftest.sh' '*/selftests/kselftest/*'
	kunit kunit "$base/ktap"
	# It shows what it takes for the evidence of a failure right before it.
	grep -B1 '\[FAILED\] a/fails@ring' "$base/said" | grep -q '# duration: 12 ms'
	result $? kunit-evidence "$(cat "$base/said")"

	# As one of the kernel's selftests, that puts "# " before each line and has a
	# meaning of its own for each exit status.
	selftests=$base/kernel/tools/testing/selftests
	cp -r packaging/kselftest "$selftests/kvm-dirty"
	echo kvm-dirty:gate.sh >"$selftests/kselftest-list.txt"
	# shellcheck disable=SC2016 # what the script expands
	printf '#!/bin/sh\ncat "%s"\nexit "$STATUS"\n' "$base/ktap" >"$base/gate"
	chmod +x "$base/gate"
	for status in 0 1 2; do
		# Through a pipe: it opens its standard output anew for what tests print,
		# and in a file would overwrite that with its own results.
		DIRTY_GATE=$base/gate STATUS=$status "$selftests/run_kselftest.sh" \
			2>&1 | cat >"$base/kselftest"
		verdict='not ok'
		[ "$status" != 0 ] || verdict=ok
		grep -Eq "^$verdict 1 selftests: kvm-dirty: gate.sh( # exit=1)?\$" \
			"$base/kselftest"
		result $? "kselftest-status-$status" "$(tail -n 5 "$base/kselftest")"
	done
	sed -n 's/^# //p' "$base/kselftest" >"$base/inner"
	kunit kselftest "$base/inner"
fi

if $python -c 'import junitparser' 2>/dev/null; then
	agrees junitparser "$($python - "$base/junit.xml" 2>&1 <<-'END'
	import sys, junitparser
	n = {"Failure": 0, "Error": 0, "Skipped": 0, "pass": 0}
	keys = set()
	for suite in junitparser.JUnitXml.fromfile(sys.argv[1]):
	    for case in suite:
	        kind = [type(r).__name__ for r in case.result] or ["pass"]
	        assert len(kind) == 1, kind
	        n[kind[0]] += 1
	        key = (case.classname, case.name)
	        assert key not in keys, key
	        keys.add(key)
	print(n["pass"], n["Failure"], n["Error"], n["Skipped"])
	END
	)"
else
	skip junitparser 'could not be tried: python3-junitparser is not installed'
fi

# kcidb's validator, where somebody has installed it: Debian has no such package.
perl run/summary.pl --kcidb "$base/kcidb.json" --origin o --build-id o:b "$base/run" \
	>"$base/said"
if $python -c 'import kcidb_io' 2>/dev/null; then
	$python - "$base/kcidb.json" >"$base/said" 2>&1 <<-'END'
	import json, sys, kcidb_io
	kcidb_io.schema.LATEST.validate(json.load(open(sys.argv[1])))
	END
	result $? kcidb "$(tail -n 20 "$base/said")"
else
	skip kcidb 'could not be tried: kcidb-io is not installed'
fi

# Tools of npm: the schema of CTRF itself, and what reads JUnit for it.
if ! command -v npm >/dev/null; then
	skip ctrf 'could not be tried: there is no npm'
	skip junit-to-ctrf 'could not be tried: there is no npm'
elif ! npm install --silent --no-save --prefix "$base/npm" ctrf@0.3.0 ajv@8.17.1 \
	ajv-formats@3.0.1 junit-to-ctrf@0.0.14 >"$base/npm.log" 2>&1 </dev/null; then
	skip ctrf 'could not be tried: npm cannot download it'
	skip junit-to-ctrf 'could not be tried: npm cannot download it'
else
	said=$(cd "$base/npm" && node -e '
		const fs = require("fs"), Ajv = require("ajv").default;
		const ajv = new Ajv({ strict: false });
		require("ajv-formats").default(ajv);
		const read = (file) => JSON.parse(fs.readFileSync(file));
		const check = ajv.compile(read("node_modules/ctrf/dist/ctrf-schema-0.0.json"));
		const report = read("../ctrf.json"), s = report.results.summary;
		if (!check(report)) throw JSON.stringify(check.errors);
		const raw = (v) => report.results.tests.filter((t) => t.rawStatus == v).length;
		if (s.failed != raw("fail") + raw("error")) throw "failed " + s.failed;
		console.log(s.passed, raw("fail"), raw("error"), s.skipped);' 2>&1)
	agrees ctrf "$said"
	(cd "$base/npm" && node_modules/.bin/junit-to-ctrf ../junit.xml -o ../of.json) \
		>"$base/said" 2>&1 </dev/null
	# It has one word for failures and errors.
	agrees junit-to-ctrf "$(node -e '
		const s = JSON.parse(require("fs").readFileSync(process.argv[1])).results.summary;
		const errors = Number(process.argv[2]);
		console.log(s.passed, s.failed - errors, errors, s.skipped)' \
		"$base/of.json" "$errors" 2>&1)"
fi
finish
