# SPDX-License-Identifier: GPL-2.0-only
#
# What passes between the runner and the place where test programs run.
#
# There goes one file of orders, which inside/init and inside/runner.sh read; run.sh of
# a bundle writes one, too. It is text, "WORD REST" a line. A word that is not here is
# refused by whoever reads it. REST is one thing that may have blanks in it, if it does
# not say "words".
#
#   known FILE        the table of known findings (-k), as named there
#   expected FILE     the table of failures that are expected (-K)
#   launch WORDS      what stands before the command of each program
#   tell FILE         is told of each program that begins: the kernel's log, where the
#                     kernel is ours
#   begun FILE        gets the ID of each program before it begins, and is on the medium
#                     then: whatever the program does to its host
#   job ID PROGRAM WORDS   call a program once, with arguments that may hold globs
#   config NAME       begins a config. The lines after it, up to the next, are the
#                     config's
# and of a config:
#   args WORDS        arguments for all programs
#   replay TEXT       how the command begins that replays a failure
#   module MODULE.PARAMETER=VALUE   load the module with it, and read it back
#   kernel PARAMETER=VALUE          it was on the kernel's command line, and the
#                     kernel's log must say that it took
#   pool SIZE N       the pool in /sys/kernel/mm/hugepages/hugepages-SIZE must have N
#                     pages
#   pages N           the size of pages must be N KiB
#   beside NAME       start /NAME before the programs
#   through NAME      start the programs with /NAME
#
# An emulated machine finds it as /orders, the tables as /known.tsv and
# /expected.tsv, and the table of what runs first as /order.tsv. They come in an archive
# of their own, as do the test programs and KVM's modules. It stands behind that of the
# initramfs, and the kernel unpacks both; or it reaches a machine that was restored
# (Snapshot.pm).
#
# Back come frames, which are lines that begin with @, and between them what the
# programs print:
#
#   @config NAME      the frames from here on are those of this config; where there are
#                     several
#   @ready RELEASE    it has booted, and programs come next
#   @begin ID         a job begins
#   @end ID STATUS SECONDS   it ended, behind an empty line
#   @saveable         nothing differs from run to run up to here (Snapshot.pm)
#   @note TEXT        what the user should know
#   @trouble TEXT     the config cannot run
#   @done             all jobs of the config are over
package Orders;
use strict;
use warnings;

sub line {
	my ($word, $rest) = @_;
	die "orders: $word has a line break in it\n" if $rest =~ /\n/;
	return "$word $rest\n";
}

# The text of orders. Fields of %of are the words above; job is a list of "ID PROGRAM
# WORDS", and configs a list of hashes with the words of a config and its name. module
# and kernel are lists there, pool is {SIZE => N}.
sub text {
	my (%of) = @_;
	my $text = '';
	for my $word (qw(known expected launch tell)) {
		$text .= line($word, $of{$word})
			if defined $of{$word} && $of{$word} ne '';
	}
	$text .= line('job', $_) for @{$of{job}};
	for my $config (@{$of{configs}}) {
		$text .= line('config', $config->{name});
		for my $word (qw(args replay pages beside through)) {
			$text .= line($word, $config->{$word})
				if defined $config->{$word};
		}
		for my $word (qw(module kernel)) {
			$text .= line($word, $_) for @{$config->{$word} // []};
		}
		my $pools = $config->{pool} // {};
		$text .= line('pool', "$_ $pools->{$_}") for sort keys %$pools;
	}
	return $text;
}

sub padded {
	my ($bytes) = @_;
	return $bytes . "\0" x (-length($bytes) % 4);
}

# A member of an archive in cpio's format "newc": a file of root's that can be executed.
sub member {
	my ($inode, $name, $bytes) = @_;
	return padded('070701' . join('', map { sprintf '%08x', $_ } $inode, 0100755,
		0, 0, 1, 0, length $bytes, 0, 0, 0, 0, length($name) + 1, 0) .
		"$name\0") . padded($bytes);
}

sub slurp {
	my ($file) = @_;
	open my $from, '<:raw', $file or die "$file: $!\n";
	local $/;
	return <$from> // die "$file: $!\n";
}

# Write an archive of files, for the kernel or host/tools/receive.c to unpack, to the
# handle $to; $named is what messages call it. %files are NAME => FILE, or a reference to
# the content.
sub archive {
	my ($to, $named, %files) = @_;
	my $inode = 1;
	for my $name (sort keys %files) {
		my $from = $files{$name};
		print { $to } member($inode++, $name, ref $from ? $$from : slurp($from))
			or die "$named: $!\n";
	}
	print { $to } member(0, 'TRAILER!!!', '') or die "$named: $!\n";
}

1;
