#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-only
#
# Which of a console's lines are complaints of the kernel.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin, "$FindBin::Bin/../../run";
use Console;
use File::Temp qw(tempdir);
use Files;
use Test::More;

my $dir = tempdir(CLEANUP => 1);

# The complaints on a console with these lines, while program "smoke" runs.
sub complaints {
	my $file = "$dir/console.log";
	write_file($file, join '', map { "[    1.5] $_\n" }
		'kvm-dirty-tests: config default', 'kvm-dirty-tests: begin smoke', @_);
	return map { "$_->[1] $_->[2]" }
		Console::complaints($file, { config => 'default', dir => $dir });
}

my $timer = 'WARNING: kernel/time/hrtimer.c:1098 at hrtimer_forward+0x7b/0xc0, CPU#0:';
my $older = 'at kernel/time/hrtimer.c:1098 hrtimer_forward+0x7b/0xc0';
my $memory = 'WARNING: CPU: 0 PID: 0 at mm/slub.c:1 f+0x1/0x2';
my $kvm = 'WARNING: CPU: 0 PID: 0 at arch/x86/kvm/lapic.c:1 f+0x1/0x2 [kvm]';

is_deeply([complaints("$timer smoke/517")], ["smoke $timer smoke/517"],
	'a warning that a program ran into');
is_deeply([complaints("$timer swapper/0/0")], [],
	'a warning of timers on an idle CPU');
is_deeply([complaints("WARNING: CPU: 0 PID: 0 $older")], [], 'the same in older kernels');
is_deeply([complaints("WARNING: CPU: 0 PID: 17 $older")],
	["smoke WARNING: CPU: 0 PID: 17 $older"], 'no idle CPU');
is_deeply([complaints($kvm)], ["smoke $kvm"], 'an idle CPU in KVM');
is_deeply([complaints($memory)], ["smoke $memory"], 'an idle CPU in memory management');
is_deeply([complaints("$timer swapper/0/0", $kvm)], ["smoke $kvm"],
	'a complaint behind one that does not count');

done_testing();
