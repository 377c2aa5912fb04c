#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-only
#
# warn_once.pl MODULE...: make each WARN_ON() of these modules a WARN_ON_ONCE(), in
# place, for an emulated processor that takes long to print one. The test programs
# arm them anew before each case (kmsg_rearm()), so that a case sees each once.
# What is changed is data alone: flags in the module's table of warnings, whose
# entries are a struct bug_entry (include/asm-generic/bug.h).
use strict;
use warnings;

# Two displacements and a line come before the flags.
use constant { ENTRY => 12, FLAGS => 10, WARNING => 1, ONCE => 2 };

for my $module (@ARGV) {
	my ($at, $bytes) = `readelf -SW '$module'` =~
		/ __bug_table +PROGBITS +[0-9a-f]+ ([0-9a-f]+) ([0-9a-f]+) / or next;
	open my $file, '+<:raw', $module or die "warn_once.pl: $module: $!\n";
	seek $file, hex $at, 0;
	read $file, my $table, hex $bytes;
	for (my $i = FLAGS; $i < length $table; $i += ENTRY) {
		my $flags = unpack 'v', substr $table, $i, 2;
		substr $table, $i, 2, pack 'v', $flags | ONCE if $flags & WARNING;
	}
	seek $file, hex $at, 0;
	print $file $table;
	close $file or die "warn_once.pl: $module: $!\n";
}
