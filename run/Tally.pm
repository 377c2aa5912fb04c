# SPDX-License-Identifier: GPL-2.0-only
#
# What the programs of a column have in common: a line that counts them.
package Tally;
use strict;
use warnings;
use Screen;
use Time::HiRes qw(time);

# A hash of counts in words.
sub counts {
	my ($sum) = @_;
	my @words = (pass => 'passed', fail => 'FAILED', error => 'ERROR',
		known => 'known', unexpected => 'unexpected passes',
		skip => 'skipped');
	my @out;
	while (my ($verdict, $word) = splice @words, 0, 2) {
		push @out, "$sum->{$verdict} $word" if $sum->{$verdict};
	}
	return join(', ', @out) || 'nothing ran';
}

# A line about a program or several, in column $column: what they are called, the seconds
# that they took, and the counts.
sub line {
	my ($column, $name, $seconds, $sum, $broken) = @_;
	my $verdict = $broken || $sum->{error} ? 'ERROR' : $sum->{fail} ? 'FAIL' :
		$sum->{pass} || $sum->{known} || $sum->{unexpected} ? 'pass' : 'skip';
	return sprintf '%-12s %-16s %s %7s s  %s', $column, $name,
		Screen::paint({ pass => 'green', skip => 'yellow' }->{$verdict} // 'red',
		sprintf '%-5s', $verdict), $seconds, counts($sum);
}

sub new {
	my ($class, $column) = @_;
	return bless { column => $column, programs => 0, seconds => 0, sum => {},
		told => time }, $class;
}

# Count a Program that was read. Once a minute tell how far they are.
sub add {
	my ($self, $program) = @_;
	$self->{programs}++;
	$self->{seconds} += $program->{end}[1] if $program->{end};
	$self->{broken} ||= $program->{broken};
	$self->{sum}{$_} += $program->{sum}{$_} for keys %{$program->{sum}};
	$self->tell if time - $self->{told} >= 60;
}

sub tell {
	my ($self) = @_;
	my ($nr, $left) = ($self->{programs}, scalar @{$self->{column}{waiting}});
	Screen::show(line($self->{column}{name}, $left ? "$nr of " . ($nr + $left) :
		"$nr programs", sprintf('%.2f', $self->{seconds}), @$self{qw(sum broken)}));
	$self->{told} = time;
}

1;
