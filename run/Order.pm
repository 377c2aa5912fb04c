# SPDX-License-Identifier: GPL-2.0-only
#
# What runs first: run/order.tsv, and what it costs: run/cost.tsv. Both are data that
# mutants/order.pl makes.
#
# order.tsv has a line for each case of the quick run, in the order in which they run:
# the case, how many mutants it kills on a platform where no line before it kills them, and
# its seconds on platform svm. A line with the name of a program alone has its place among the rest:
# what it tests besides runs in that order, and programs without a line come after.
#
# cost.tsv has the seconds of each case on platform svm, and those that it takes to start
# a program and to end it in a line with the program's name alone.
package Order;
use strict;
use warnings;
use Say;

# The lines of a table: the fields of each. Lines that begin with # are comments.
sub table {
	my ($file) = @_;
	open my $from, '<', $file or refuse("$file: $!");
	return map { [split /\t/] } grep { !/^#/ && /\S/ } map { s/\n//r } <$from>;
}

# Fields: file, which is relative to the tree's top folder; cases, a list; programs,
# those of the cases, in their order; rest, the order of programs without these cases.
sub new {
	my ($class) = @_;
	my $file = $ENV{KVM_DIRTY_ORDER} // 'run/order.tsv';
	refuse("KVM_DIRTY_ORDER: '$file' has a blank in it") if $file =~ /\s/;
	my @names = map { $_->[0] } table($file);
	my %seen;
	my @cases = grep { m!/! } @names;
	return bless {
		file => $file, cases => \@cases,
		programs => [grep { !$seen{$_}++ } map { m!^(.*?)/! } @cases],
		rest => [grep { !m!/! } @names],
		cost => { map { ($_->[0] => $_->[1]) } table('run/cost.tsv') },
	}, $class;
}

# True if some case of the program is among the first.
sub has {
	my ($self, $program) = @_;
	return scalar grep { $_ eq $program } @{$self->{programs}};
}

# The programs in the order of their rest.
sub rest_of {
	my ($self, @programs) = @_;
	my $nr = 0;
	my %place = map { $_ => ++$nr } @{$self->{rest}};
	return sort { ($place{$a} // $nr + 1) <=> ($place{$b} // $nr + 1) ||
		$a cmp $b } @programs;
}

# The seconds on platform svm that cases take, and programs to start and to end. A case
# that nobody has timed takes as long as most do.
sub seconds {
	my ($self, @names) = @_;
	my $sum = 0;
	$sum += $self->{cost}{$_} // (m!/! ? 0.05 : 0) for @names;
	return $sum;
}

# The seconds on platform svm of a job: all cases of the program, those that are among
# the first (-f), or the others (-x). A job that names its cases has what all take. Where
# the cases @among are named, no others count.
sub job_seconds {
	my ($self, $job, @among) = @_;
	my (undef, $program, $arguments) = split ' ', $job, 3;
	my @all = grep { m!^\Q$program\E/! } @among ? @among : keys %{$self->{cost}};
	my %first = map { $_ => 1 } @{$self->{cases}};
	my ($which) = ($arguments // '') =~ /(?:^| )-([fx]) /;
	@all = grep { !$first{$_} == ($which eq 'x') } @all if $which;
	return $self->seconds($program, @all);
}

1;
