# SPDX-License-Identifier: GPL-2.0-only
#
# Several kernels in one call (Several.pm): which they are, and in the end a table, kernel by
# config. With --against KERNEL that one is the first of them.
package Kernels;
use strict;
use warnings;
use Cells;
use Say;

# The field of options that tells them apart.
sub key {
	return 'kernel';
}

# Note what an option says, in the list @$kernels of { kernel, modules, old }, and old is
# true of that of --against. Modules are of the kernel that was named last, or of the first
# one.
sub name {
	my ($kernels, $option, $value) = @_;
	if ($option eq '--modules') {
		push @$kernels, {} if !@$kernels;
		refuse('--modules is there twice for one kernel')
			if defined $kernels->[-1]{modules};
		$kernels->[-1]{modules} = $value;
	} elsif ($option eq '--against') {
		push @$kernels, { kernel => $value, old => 1 };
	} elsif (my ($first) = grep { !defined $_->{kernel} } @$kernels) {
		$first->{kernel} = $value;
	} elsif (!grep { !$_->{old} && $_->{kernel} eq $value } @$kernels) {
		push @$kernels, { kernel => $value };
	}
}

# The old one first, if there is one; and without another one the platform's own.
sub in_order {
	my (@kernels) = @_;
	my @old = grep { $_->{old} } @kernels;
	my @new = grep { !$_->{old} } @kernels;
	push @new, {} if @old && !@new;
	return (@old, @new);
}

# Those of the platforms that they are for.
sub platforms {
	my (undef, $options, @platforms) = @_;
	my @without = map { $_->{name} } grep { !defined $_->{package} } @platforms;
	return @platforms if !@without;
	my ($old) = grep { $_->{old} } @{$options->{kernels}};
	refuse($old ? "--against $old->{kernel} is" : 'several kernels are',
		"for platforms that boot a kernel, not for @without; try --platform svm")
		if !$options->{all};
	say_line("left out, since they boot no kernel: @without");
	return grep { defined $_->{package} } @platforms;
}

# --- the table

# A config's cell, of what Cells counts for it.
sub text {
	my ($tests) = @_;
	my %nr = map { $_ => 0 } qw(pass known unexpected fail error skip);
	for my $of (values %{$tests // {}}) {
		$nr{$_} += $of->{$_} for keys %$of;
	}
	my $good = $nr{pass} + $nr{unexpected};
	return 'error' if $nr{error};
	return "$nr{fail} FAILED" if $nr{fail};
	return "$good+$nr{known} known" if $nr{known};
	return "$good passed" if $good;
	return $nr{skip} ? 'skipped' : '-';
}

# A line for each of the folders @names in $out, as many columns side by side as 80
# characters hold.
sub table {
	my (undef, $out, @names) = @_;
	my %cell = map { $_ => Cells::counts("$out/$_") } @names;
	my %columns = map { $_ => 1 } map { keys %$_ } values %cell;
	my @columns = sort keys %columns;
	my $first = (sort { $b <=> $a } map { length } @names, 'kernel')[0];
	my $width = 1 + (sort { $b <=> $a } map { length } @columns, '1000+100 known')[0];
	my $most = int((80 - $first) / $width);
	$most = 1 if $most < 1;
	my @lines;
	while (my @part = splice @columns, 0, $most) {
		push @lines, '' if @lines;
		push @lines, sprintf "%-${first}s" . "%${width}s" x @part, 'kernel', @part;
		for my $name (@names) {
			push @lines, sprintf "%-${first}s" . "%${width}s" x @part, $name,
				map { text($cell{$name}{$_}) } @part;
		}
	}
	return join "\n", @lines, '', 'known: fails as docs/known.tsv says';
}

1;
