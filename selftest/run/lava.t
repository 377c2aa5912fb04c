#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-only
#
# What LAVA is told of a run: each case once, with a name that its addresses allow, and one
# of its four words.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin, "$FindBin::Bin/../../run";
use Child;
use Cwd qw(abs_path);
use File::Temp qw(tempdir);
use Files;
use Record;
use Results;
use Test::More;

my $top = abs_path("$FindBin::Bin/../..");
my $dir = tempdir(CLEANUP => 1);
write_file("$dir/bin/lava-test-$_", "#!/bin/sh\necho $_ \"\$@\" >>$dir/told\n", 0755)
	for qw(case set);
$ENV{PATH} = "$dir/bin:$ENV{PATH}";

# What LAVA is told of a record, in lines.
sub told {
	my ($folder) = @_;
	write_file("$dir/told", '');
	is(Child::run('perl', "$top/packaging/lava/results.pl", "$folder/results.json"), 0,
		'it is told');
	return slurp("$dir/told");
}

my $folder = Results::folder("$dir/a");
Record::finish($folder, 'complete');
is(told($folder), <<'END', 'a run with all verdicts in it');
set start svm-default.a
case fails.ring --result fail
case hangs.ring --result fail
case known.ring --result unknown
case measures.ring --result pass
case passes.ring --result pass
case skips.ring --result skip
case unexpected.ring --result pass
set stop
set start svm-default.b
case also.ring --result pass
case errs.ring --result fail
case program --result fail
case skips.ring --result skip
set stop
END

# All cases that there are, and the names that lava_results_app/urls.py takes.
my $build = "$top/build/x86";
SKIP: {
	skip 'nothing is built', 2 if !-d "$build/tests";
	my (undef, $list) = Child::output("$top/inside/runner.sh", 'list', "$build/tests");
	my @names = split /\n/, $list;
	mkdir "$dir/all";
	Record::write_to("$dir/all", { version => 1, run => { end => 'complete' },
		columns => [{ name => 'svm-default', platform => 'svm', config => 'default' }],
		cases => [map { { name => $_, platform => 'svm', config => 'default', run => 1,
			verdict => 'pass' } } sort @names] });
	my (%seen, $set);
	my @wrong;
	my (undef, $told) = Child::output('perl', "$top/packaging/lava/results.pl", '--dry-run',
		"$dir/all/results.json");
	for (split /\n/, $told) {
		my ($what, $name, $more) = split / /, s/^lava-test-//r;
		$set = $more if $what eq 'set' && $name eq 'start';
		push @wrong, $_ if $what eq 'set' && $name eq 'start' &&
			$more !~ /^[-_a-zA-Z0-9.]+\z/;
		push @wrong, $_ if $what eq 'case' && ($name !~ /^[-_a-zA-Z0-9.+]+\z/ ||
			$seen{"$set $name"}++);
	}
	is("@wrong", '', 'names that are allowed, each once');
	is(scalar(keys %seen), scalar @names, 'all of them');
}

# The verdict of the whole, by the gate's exit status.
write_file("$dir/bin/kvm-dirty-tests", "#!/bin/sh\nwhile [ \$# -gt 1 ]; do shift; done\n" .
	"[ -z \"\$LEAVE\" ] || cp $folder/results.json \"\$1\"\nexit \$STATUS\n", 0755);
for ([0, 'pass'], [1, 'fail'], [2, 'unknown'], [0, 'unknown', 'nothing'],
	[1, 'fail', 'nothing']) {
	my ($status, $word, $nothing) = @$_;
	write_file("$dir/told", '');
	local @ENV{qw(STATUS LEAVE TMPDIR)} = ($status, $nothing ? '' : 1, $dir);
	Child::wait_for(Child::start(err => '/dev/null', command =>
		['sh', "$top/packaging/lava/gate.sh", '--platform', 'host']));
	like(slurp("$dir/told"), qr/^case verdict --result $word\n\z/m, "status $status" .
		($nothing ? ', and no record' : ''));
}
done_testing;
