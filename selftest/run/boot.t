#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-only
#
# What a boot makes of the frames that it reads. The platform is a script that prints
# them. What the whole of run_tests.sh makes of it is in selftest/drill_boot.sh.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin, "$FindBin::Bin/../../run";
use Boot;
use Column;
use File::Path qw(make_path);
use File::Temp qw(tempdir);
use Files;
use Test::More;
use Try;

my $base = tempdir(CLEANUP => 1);
my $nr = 0;
my $dir;

# What a file of this boot has, or nothing where there is none.
sub kept {
	my ($file) = @_;
	return -e "$dir/$file" ? slurp("$dir/$file") : '';
}

# Boot a platform that is $script, with configs a and b, whose jobs are x and y. Returns
# the exit status, what was shown and what was told on standard error.
sub boot {
	my ($script, %more) = @_;
	$dir = "$base/" . ++$nr;
	my $waiting = delete $more{waiting} // ['x', 'y'];
	my @columns = map {
		make_path("$dir/$_");
		Column->new(config => $_, name => "p-$_", dir => "$dir/$_",
			waiting => [@$waiting]);
	} @{delete $more{configs} // ['a']};
	return try(sub {
		local $ENV{KVM_DIRTY_NAME} = 'me';
		$_->begin for @columns;
		exit Boot->new(columns => \@columns, boot_s => 60, silent_s => 60, %more,
			start => sub { exec 'sh', '-c', $script })->run;
	});
}

my $x = "echo '\@begin x'; echo 1..1; echo 'ok 1 x/a'; echo; echo '\@end x 0 1.50'";
my $y = $x =~ s/x/y/gr;
my $ready = "echo '\@ready 6.12'";

my ($status, $shown, $told) = boot("$ready; $x; $y; echo '\@done'");
is($status, 0, 'all is well');
is($told, '', '... which needs no words');
is($shown, "p-a          x                pass     1.50 s  1 passed\n" .
	"p-a          y                pass     1.50 s  1 passed\n", 'progress');
is(kept('a/x.tap'), "1..1\nok 1 x/a\n", 'what the program printed is kept');
ok(!-e "$dir/a/_platform.tap", 'nothing is said of the platform');
is(kept('a/times.tsv') =~ s/\t\d+\.\d{3}$//gmr, "x\nx/a\nx\ny\ny/a\ny\n",
	'what the programs and their cases took');

($status, $shown, $told) = boot("$ready; $x; exit 3");
is($status, 2, 'a platform that dies');
is($told, "me: p-a: died: exit status 3; not run: y\n", '... is told in one line');
is(kept('a/_platform.tap'),
	"KTAP version 1\n1..1\nnot ok 1 platform # ERROR died: exit status 3; not run: y\n",
	'... and in the results');

($status, undef, $told) = boot('kill -9 $$');
is($told, "me: p-a: did not boot: killed by signal 9; not run: x y\n",
	'a platform that does not boot');
($status, undef, $told) = boot('exec sleep 60', boot_s => 1);
is($told, "me: p-a: did not boot within 1 s; not run: x y\n", 'one that says nothing');
($status, undef, $told) = boot("printf '\@ready 6.12\n\@begin x\n'; exec sleep 60",
	silent_s => 1);
is($told, "me: p-a: was silent for 1 s in x; not run: y\n", 'one that falls silent');

($status, $shown) = boot("$ready; $x; echo '\@done'");
like(kept('a/_platform.tap'), qr/platform # ERROR not run: y/,
	'a program that is left out');
($status, $shown) = boot("$ready; echo '\@begin x'; echo 1..2; echo ok 1 x/a
	echo; echo '\@end x 139 0.10'; $y; echo '\@done'");
like(kept('a/_platform.tap'), qr/x\/program # ERROR killed by signal 11, Bad plan/,
	'a program that crashes');
like($shown, qr/^p-a +x +ERROR /m, '... is shown as an error');
like($shown, qr/^p-a +y +pass /m, '... and the next one runs');

boot("$ready; printf '\@begin x\\n1..1\\nok 1 x/a # SKIP no\\n\\n\@end x 4 0.1\\n'
	$y; echo '\@done'", no_skip => 1);
is(kept('a/x.tap'), "1..1\n# skipped, and --no-skip makes that a failure: no\n" .
	"not ok 1 x/a\n", 'a skip that is a failure');

# Where there are many programs, those that pass have one line.
my @many = ('a' .. 'j');
($status, $shown) = boot(join("\n", $ready, map({ $x =~ s/x/$_/gr } @many[0 .. 8]),
	"echo '\@begin j'; echo 1..1; echo 'not ok 1 j/a'; echo; echo '\@end j 1 0.50'",
	"echo '\@done'"), waiting => \@many);
is($shown, "p-a not ok 1 j/a\n" .
	"p-a          j                FAIL     0.50 s  1 FAILED\n" .
	"p-a          10 programs      FAIL    14.00 s  9 passed, 1 FAILED\n",
	'many programs');

# Several configs.
my @both = (configs => ['a', 'b']);
($status, undef, $told) = boot("echo '\@config a'; $ready; $x; $y; echo '\@done'
	echo '\@config b'; echo '\@trouble no module'; echo '\@done'", @both);
is($told, "me: p-b: no module\n", 'trouble of the second config');
ok(!-e "$dir/a/_platform.tap", '... is none of the first');
like(kept('b/_platform.tap'), qr/no module; not run: x y/, '... and says what it cost');
($status, undef, $told) = boot("echo '\@config nix'", @both);
is("$status $told", "2 me: no column for the config nix\n", 'a config that is not ours');

# The first failure ends it.
($status, $shown) = boot("echo '\@config a'; $ready; printf '\@begin x\\n1..2\\n'
	printf '# why\\n# replay: r\\nnot ok 1 x/a\\n'; exec sleep 60", @both,
	fail_fast => 1);
is($status, 0, 'a failure that ends it is no trouble of the platform');
like(kept('a/first-failure'), qr/^x\/a\t\d+\.\d$/, '... and is named');
like($shown, qr/^p-a not ok 1 x\/a\n    # why\n    # replay: r\n.*FAIL/m,
	'... with its evidence below');
done_testing;
