#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-only
#
# packaging/kselftest.sh leaves nothing in the folder of temporary files when it is cut short,
# and refuses what the kernel's Makefile cannot do. That Makefile is here one that sends a
# signal; selftest/labs.sh has the real one.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin, "$FindBin::Bin/../../run";
use Child;
use Cwd qw(abs_path);
use File::Temp qw(tempdir);
use Files;
use Test::More;
use Try;

my $top = abs_path("$FindBin::Bin/../..");
plan skip_all => 'rsync is missing' if system 'command -v rsync >/dev/null';
my $dir = tempdir(CLEANUP => 1);
my $selftests = "$dir/linux/tools/testing/selftests";
write_file("$dir/linux/scripts/subarch.include", '');
write_file("$selftests/$_", '') for qw(lib.mk run_kselftest.sh kselftest/runner.sh);

for my $signal (qw(INT TERM)) {
	write_file("$selftests/Makefile", "install:\n\techo begun >$dir/begun\n" .
		"\tkill -$signal \$\$(cut -d ' ' -f 4 /proc/\$\$PPID/stat)\n");
	mkdir "$dir/tmp";
	local $ENV{TMPDIR} = "$dir/tmp";
	my $status = Child::wait_for(Child::start(err => '/dev/null', command =>
		["$top/packaging/kselftest.sh", 'build/none', "$dir/cache", "$dir/to", 'v1',
		"$dir/linux"]));
	is(-e "$dir/begun", 1, "SIG$signal comes in the middle");
	is($status, { INT => 130, TERM => 143 }->{$signal}, '... which the status says');
	opendir my $left, "$dir/tmp" or die "$!\n";
	is(join(' ', grep { !/^\.\.?\z/ } readdir $left), '', '... and nothing is left');
	unlink "$dir/begun";
}
is(refused(sub { exec "$top/packaging/kselftest.sh", 'build/none', "$dir/cache", "$dir/a b",
	'v1', "$dir/linux" }), "kselftest.sh: the kernel's Makefile takes no blank in " .
	"KSELFTEST=$dir/a b", 'a folder with a blank in its name');
is(-e "$dir/a b", undef, '... which is not made');
done_testing;
