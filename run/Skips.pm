# SPDX-License-Identifier: GPL-2.0-only
#
# Skipped cases by what would help: a thing that the user can give to the tests, or another
# KVM or processor.
package Skips;
use strict;
use warnings;

my %size = (huge2m => '2M', huge32m => '32M', huge1g => '1G');
my $moves = 'moves of memory that can be seen (root, and tracefs mounted)';

# What would help against a reason; nothing if the user cannot. $cpus cases run at the same
# time. What an emulated machine has is not the user's to give.
sub remedy {
	my ($reason, $cpus, $platform) = @_;
	return if $platform ne 'host' && $platform ne 'qemu';
	if ($reason =~ /^backing (\S+): free_hugepages is (\d+), (\d+) needed/) {
		my $needed = $3 * $cpus;
		return { what => "huge page of " . ($size{$1} // $1), number => $needed };
	}
	return { what => 'a second CPU for the tests' } if $reason =~ /has one CPU/;
	return { what => "a limit of $1 open files" }
		if $reason =~ /^it needs (\d+) open files/;
	return { what => $moves }
		if $reason =~ /^moves of memory are not seen|cannot be seen$/;
	return { what => 'ptrace, which another process is allowed' }
		if $reason =~ /ptrace|may not access the memory/;
	return { what => 'a kernel without panic_on_warn' } if $reason =~ /panic_on_warn/;
	return { what => 'transparent huge pages (madvise)' }
		if $reason =~ /^backing thp: /;
	return { what => 'access to /dev/kvm' } if $reason =~ m!^/dev/kvm is missing!;
	return { what => 'firmware, where Debian has it' } if $reason =~ /^no firmware/;
	return;
}

# Why nothing helps, with what only differs in a name left out.
sub cause {
	my ($reason) = @_;
	return 'the host cannot execute the instruction in user mode'
		if $reason =~ /^host cannot execute \S+ in user mode/;
	return 'the host cannot execute the instruction'
		if $reason =~ /^host cannot execute /;
	return "$1: no free huge pages" if $reason =~ /^(backing \S+): free_hugepages is/;
	return $reason;
}

# The skipped cases of a record in two lists, of what helps and of why nothing does:
# [[TEXT, NUMBER OF CASES], ...], the largest number first.
sub groups {
	my ($record) = @_;
	my $cpus = $record->{run}{machine}{cpus} // 1;
	my (%helps, %least, %causes);
	for my $case (grep { $_->{verdict} eq 'skip' } @{$record->{cases}}) {
		my $reason = $case->{reason};
		my $remedy = remedy($reason, $cpus, $case->{platform});
		if (!$remedy) {
			$causes{cause($reason)}++;
			next;
		}
		my $what = $remedy->{what};
		$helps{$what}++;
		$least{$what} = $remedy->{number}
			if ($remedy->{number} // 0) > ($least{$what} // 0);
	}
	my $sorted = sub {
		my (%of) = @_;
		return [map { [$_, $of{$_}] }
			sort { $of{$b} <=> $of{$a} || $a cmp $b } keys %of];
	};
	my $helps = $sorted->(%helps);
	for (@$helps) {
		my $number = $least{$_->[0]} // next;
		my $plural = $number == 1 ? $_->[0] : $_->[0] =~ s/page/pages/r;
		$_->[0] = "$number free $plural";
	}
	return ($helps, $sorted->(%causes));
}

1;
