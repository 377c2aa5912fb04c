# SPDX-License-Identifier: GPL-2.0-only
#
# What became of cases from run to run: the records in a folder, and the cases whose verdict
# ever changed. A case of platform host is one of its host's; all else is the same wherever
# it runs.
package History;
use strict;
use warnings;
use Compare;
use File::Find;
use Record;
use Say;
use Screen;

my %letter = (pass => '.', skip => 's', known => 'k', unexpected => 'u', fail => 'F',
	error => 'E');

# The records in a folder and those below it, the oldest first; those of runs that go on,
# and of shards, are left out.
sub read_folder {
	my ($folder) = @_;
	-d $folder or refuse("$folder is no folder");
	my @found;
	find({ no_chdir => 1, wanted => sub {
		push @found, Record::load($_) if m!/results\.json\z!;
	} }, $folder);
	@found = sort { $a->{run}{started} cmp $b->{run}{started} }
		grep { $_->{run}{end} ne 'unfinished' && !$_->{run}{shard} } @found;
	@found > 1 or refuse("there are no two records of runs in $folder");
	return @found;
}

# "COLUMN CASE" => the case with the worst verdict, where COLUMN has the host's name if it
# says something about that host.
sub worst {
	my ($record) = @_;
	my $host = $record->{run}{machine}{hostname} // '';
	my $worst = Compare::worst($record);
	return { map { $worst->{$_}{platform} eq 'host' && $host ne '' ?
		(s/ /\@$host /r => $worst->{$_}) : ($_ => $worst->{$_}) } keys %$worst };
}

# The cases that ever changed, [{column, name, cases}, ...]: cases has for each record the
# case in it, or nothing where it did not run. What changed last comes first.
sub changes {
	my (@records) = @_;
	my @worst = map { worst($_) } @records;
	my %keys = map { $_ => 1 } map { keys %$_ } @worst;
	my @lines;
	for my $key (keys %keys) {
		my @cases = map { $_->{$key} } @worst;
		my ($before, $last);
		for my $i (grep { $cases[$_] } 0 .. $#cases) {
			my $verdict = $cases[$i]{verdict};
			$last = $i if defined $before && $before ne $verdict;
			$before = $verdict;
		}
		my ($column, $name) = split / /, $key, 2;
		push @lines, { column => $column, name => $name, cases => \@cases,
			last => $last } if defined $last;
	}
	return sort { $b->{last} <=> $a->{last} || $a->{name} cmp $b->{name} ||
		$a->{column} cmp $b->{column} } @lines;
}

# A change is no failure.
sub status {
	return 0;
}

# What is said of a record in one line.
sub title {
	my ($record) = @_;
	my $run = $record->{run};
	my %kernels = map { $_ => 1 } grep { defined } map { $_->{facts}{kernel} }
		@{$record->{columns}};
	my $nr = $run->{counts};
	return join ', ', $run->{started}, grep({ defined } $run->{machine}{hostname}),
		%kernels ? 'kernel ' . join(' and ', sort keys %kernels) : (),
		grep({ defined } $run->{version}),
		"$nr->{fail} failed" . ($nr->{error} ? " and $nr->{error} errors" : '');
}

# The text for lines of $width characters: a line for each case, with a letter for each of
# the last runs.
sub text {
	my ($width, @records) = @_;
	my @lines = changes(@records);
	my $most = int($width / 3);
	my $first = @records > $most ? @records - $most : 0;
	my $text = @records . ' runs, from ' . title($records[0]) . "\n";
	$text .= 'to ' . title($records[-1]) . "\n";
	$text .= "the last $most of them:\n" if $first;
	for my $line (@lines) {
		my $letters = join '', map { $_ ? $letter{$_->{verdict}} : '-' }
			@{$line->{cases}}[$first .. $#records];
		$text .= Screen::fold("$letters $line->{name} ($line->{column})", $width,
			' ' x (1 + length $letters));
	}
	return $text . (@lines ? ". passed, F failed, E could not be judged, k failed as is " .
		"known,\nu passed though known to fail, s skipped, - did not run\n" : '') .
		(@lines == 1 ? "1 case\n" : @lines . " cases\n") =~ s/$/ changed/r;
}

# The page about them, to an open file.
sub write_page {
	my ($to, @records) = @_;
	my @lines = changes(@records);
	require Html;
	Html::fill($to, 'history.tt', {
		runs => [map { { title => title($_), started => $_->{run}{started},
			status => $_->{run}{counts}{fail} ? 'fail' :
				$_->{run}{counts}{error} ? 'error' : 'pass' } } @records],
		lines => [map { my $line = $_; { name => $line->{name},
			column => $line->{column}, cells => [map { $_ ?
				{ letter => $letter{$_->{verdict}}, verdict => $_->{verdict},
				reason => $_->{reason} // '' } :
				{ letter => '-', verdict => 'none', reason => '' } }
				@{$line->{cases}}] } } @lines],
	}, {});
}

1;
