# SPDX-License-Identifier: GPL-2.0-only
#
# Several QEMUs in one call (Several.pm): in the end a table, case by QEMU.
package Qemus;
use strict;
use warnings;
use Compare;
use Record;
use Say;

# The field of options that tells them apart.
sub key {
	return 'qemu';
}

# Those of the platforms that they are for.
sub platforms {
	my (undef, $options, @platforms) = @_;
	return grep { $_->{goal} eq 'vmm' } @platforms;
}

my %word = (pass => 'pass', skip => 'skip', fail => 'FAILED', error => 'error',
	unexpected => 'pass');

sub text {
	my ($case) = @_;
	return '-' if !$case;
	return $case->{verdict} eq 'known' ? $case->{finding} : $word{$case->{verdict}};
}

# A line for each case, the folders @names in $out side by side.
sub table {
	my (undef, $out, @names) = @_;
	my @of = map { Compare::worst(Record::finish("$out/$_")) } @names;
	my @cases = sort keys %{{ map { %$_ } @of }};
	my $first = (sort { $b <=> $a } map { length } @cases, 'case')[0];
	my @width = map { length > 6 ? length : 6 } @names;
	my $line = sub {
		my ($head, @cells) = @_;
		return sprintf("%-${first}s", $head) .
			join '', map { sprintf "  %-$width[$_]s", $cells[$_] } 0 .. $#cells;
	};
	return join "\n", map({ s/ +\z//r } $line->('case', @names), map {
		my $case = $_;
		$line->($case, map { text($_->{$case}) } @of);
	} @cases), '', 'Q...: fails as docs/known.tsv says';
}

1;
