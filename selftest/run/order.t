#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-only
#
# What runs first: mutants/order.pl makes an order of a small table of kills, and says
# what is wrong with it; and the programs that are built leave no case of theirs out.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin, map { "$FindBin::Bin/../../$_" } qw(run mutants);
use Child;
use Cwd qw(abs_path);
use File::Temp qw(tempdir);
use Files;
use Kills;
use Platform;
use Test::More;

my $top = abs_path("$FindBin::Bin/../..");
my $dir = tempdir(CLEANUP => 1);
mkdir "$dir/$_" for qw(mutants run selftest docs tests build);
Child::run('sh', '-c', 'cd "$1" && cp mutants/*.p[lm] "$2/mutants" &&
	cp run/*.pm "$2/run" && cp selftest/coverage.pl "$2/selftest"', 'sh', $top, $dir) == 0
	or die "cannot copy\n";

sub file {
	my ($name, @what) = @_;
	write_file("$dir/$name", @what);
}

sub table {
	return join '', map { s/ +/\t/gr . "\n" } @_;
}

# The order that is made, without its comments.
sub order {
	Child::run('perl', "$dir/mutants/order.pl") == 0 or return 'it failed';
	return join '', grep { !/^#/ } split /^/, slurp("$dir/run/order.tsv");
}

sub wrong {
	my (undef, $said) = Child::output('perl', "$dir/mutants/order.pl", '--check');
	return $said;
}

my $header = "// lost: a\n// mirrors: -\n// class: c\n// where: svm:default,npt0 vmx:ept0\n" .
	"// kernels: 5.1-\n// files: f\n";
file("mutants/m$_.cocci", $header) for 1 .. 4;
file('docs/clauses.tsv', "G1\tsays something\n");
file('tests/d.c', "const struct test test = {\n\t.clauses = \"G1\",\n};\n");
my @costs = ('a 1.00', 'a/1@x 1.00', 'a/2@x 0.60', 'b 0.10', 'b/1@x 10.00', 'c 0.10',
	'c/1@x 0.10', 'd 0.10', 'd/1@x 60.00', 'd/2@x 50.00', 'e 0.10', 'e/1@x 0.10', 'e/1@y 0.20');
my @kills = ('m1 svm-default a/1@x', 'm2 svm-default a/1@x', 'm3 vmx-ept0 a/2@x',
	map({ "m$_ svm-default b/1\@x" } 1 .. 2), 'm4 svm-default c/1@x');
file('run/cost.tsv', table(@costs));
file('mutants/kills.tsv', table(@kills));
is(order(), table('c/1@x 1 0.10', 'a/1@x 2 1.00', 'a/2@x 1 0.60', 'd/2@x 0 50.00',
	'b', 'e', 'd'), 'the cases that kill all, and one for a clause');
is(wrong(), '', 'nothing is wrong with it');

# Without the clause there is time left: for rows, but not for the one of 50 s.
file('tests/d.c', '');
is(order(), table('c/1@x 1 0.10', 'a/1@x 2 1.00', 'a/2@x 1 0.60', 'e/1@x 0 0.10',
	'b/1@x 0 10.00', 'e', 'd'), 'rows that nothing is known of');
file('tests/d.c', "const struct test test = {\n\t.clauses = \"G1\",\n};\n");
order();

# Kills that make another one needless.
file('mutants/kills.tsv', table(@kills, 'm1 svm-npt0 a/2@x', 'm2 svm-npt0 a/2@x'));
is(wrong(), "run/order.tsv is stale: make order\n", 'a kill that is new');
like(order(), qr!\Ac/1\@x\t.*\na/2\@x\t3\t.*\nd/2\@x!, 'a case that is not needed');

# What kills a bug on one platform says nothing of another.
file('mutants/kills.tsv', table(@kills, 'm1 vmx-ept0 e/1@y'));
like(order(), qr!^e/1\@y\t1\t!m, 'a kill on a second platform');

file('mutants/kills.tsv', table(@kills));
order();
file('run/cost.tsv', table(map { s/^(b.*) .*/$1 0.01/r } @costs));
is(wrong(), "run/order.tsv is stale: make order\n", 'a cost that is new');
file('run/cost.tsv', table(@costs));
file('mutants/m5.cocci', $header);
is(wrong(), "no kill of mutant m5 is known: run_tests.sh --mutants --kills m5\n",
	'a mutant that is new');
file('mutants/m5.cocci', "// equivalent: svm: why\n$header");
is(wrong(), '', '... and that nobody can see');
file('mutants/kills.tsv', table(@kills, 'm5 svm-tdp0 c/1@x'));
file('mutants/m5.cocci', $header);
like(wrong(), qr/^no kill of mutant m5 is known/, 'a kill where it is not looked for');
file('mutants/kills.tsv', table(@kills));
unlink map { "$dir/mutants/$_.cocci" } 'm4', 'm5';
like(wrong(), qr/\Q$Kills::file knows mutant m4, which there is not/,
	'a mutant that is gone');
file('mutants/m4.cocci', $header);
my $tests = "build/$Platform::native/tests";
mkdir "$dir/$_" for "build/$Platform::native", $tests;
file("$tests/$_", "#!/bin/sh\necho $_/1\@x\n", 0755) for qw(a b c);
if ($Platform::native eq 'x86') {
	is(wrong(), "$Kills::file knows case a/2\@x, which there is not\n",
		'a case that is gone');
}

# The costs of a run in two parts, and in one.
mkdir "$dir/$_" for qw(r r/svm-default r/svm-default/part-1 r/svm-default/part-2);
file('r/svm-default/part-1/times.tsv', table('a 0.100', 'a 0.200', 'a/1@x 1.500'));
file('r/svm-default/part-2/times.tsv', table('a 0.100', 'a/2@x 0.004'));
my (undef, $costs) = Child::output('perl', "$dir/mutants/order.pl", '--cost', "$dir/r");
is($costs =~ s/^#.*\n//gmr, table('a 0.40', 'a/1@x 1.50', 'a/2@x 0.00'), 'costs of a run');

# Kills of a run.
mkdir "$dir/r/$_" for qw(k k/part-1);
file('r/k/a.tap', "1..4\nnot ok 1 a/1\@x\n# \nok 2 a/2\@x\nnot ok 3 a/3\@x # ERROR x\n" .
	"ok 4 a/4\@x # XFAIL F1: x\n");
file('r/k/part-1/b.tap', "not ok 1 b/1\@x,thp # TIMEOUT of it\n");
file('r/k/_platform.tap', "1..1\nnot ok 1 platform # ERROR it died\n");
is_deeply([Kills::failed("$dir/r/k")], ['a/1@x', 'b/1@x,thp'], 'what has failed');
chdir $dir or die "$dir: $!\n";
file('mutants/kills.tsv', table(@kills));
Kills::renew(['m1', 'svm-tdp0', 'c/1@x']);
is_deeply([grep { !/^#/ } split /^/, slurp("$dir/mutants/kills.tsv")], [map { table($_) } sort
	'm1 svm-tdp0 c/1@x', grep { !/^m1 svm/ } @kills],
	'kills take the place of those of the same mutant and platform');

# The programs themselves: each case is among the first, or among the others. A program
# without a case on this architecture says so in place of names.
chdir $top or die "$top: $!\n";
for my $program (glob "$tests/*") {
	next if $program =~ m!\.[^/]*\z! || !-x $program;
	my ($all, $first, $others) = map {
		my (undef, $said) = Child::output('sh', '-c', 'exec "$@" 2>/dev/null', 'sh',
			$program, '-l', @$_);
		[sort grep { m!\A\w+/! } split /\n/, $said];
	} [], ['-f', 'run/order.tsv'], ['-x', 'run/order.tsv'];
	is_deeply([sort @$first, @$others], $all, $program =~ s!.*/!!r . ' runs each case once');
}
done_testing;
