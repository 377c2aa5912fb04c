# SPDX-License-Identifier: GPL-2.0-only
#
# What the rows of a run with --cost say: a table of each step, and the difference between
# two runs.
package Cost;
use strict;
use warnings;
use Record;
use Screen;

# The percents that a row may cost more, unless a limit says otherwise.
our $limit = 5;

# The rows that cost something, of the first run: "COLUMN CASE" => its points, by x.
sub rows {
	my ($record) = @_;
	my %name = Record::names($record);
	return map { ($name{"$_->{platform} $_->{config}"} . " $_->{name}" =>
		[sort { $a->{x} <=> $b->{x} } @{$_->{costs}}]) }
		grep { $_->{costs} && $_->{run} == 1 } @{$record->{cases}};
}

# Of a key of these: the column, which has blanks if a kernel's file has, and the row.
sub column_row {
	my ($key) = @_;
	return $key =~ /(.*) (.*)/;
}

# The line a + b * x through points, by least squares, as (a, b); b is 0 for one point.
sub fit {
	my (@points) = @_;
	my ($n, $x, $y, $xx, $xy) = (scalar @points, 0, 0, 0, 0);
	for (@points) {
		$x += $_->{x};
		$y += $_->{half};
		$xx += $_->{x} ** 2;
		$xy += $_->{x} * $_->{half};
	}
	my $below = $n * $xx - $x ** 2;
	my $b = $below ? ($n * $xy - $x * $y) / $below : 0;
	return (($y - $b * $x) / $n, $b);
}

# How much a point moves from time to time, in percent: half of its times are no further
# from the least.
sub moves {
	my ($point) = @_;
	return 100 * ($point->{half} - $point->{least}) / ($point->{half} || 1);
}

sub most {
	my (@numbers) = @_;
	return (sort { $b <=> $a } @numbers)[0];
}

# A number with the digits that tell something.
sub short {
	my ($number) = @_;
	return abs $number < 10 ? sprintf('%.2f', $number) : sprintf '%.0f', $number;
}

# The rows as they are told, in their order: hashes of column, row, fixed and each (text),
# what, and moves, in percent.
sub lines {
	my ($record) = @_;
	my %rows = rows($record);
	return map {
		my @points = @{$rows{$_}};
		my ($fixed, $each) = fit(@points);
		my ($column, $row) = column_row($_);
		{ column => $column, row => $row, fixed => short($fixed),
			each => @points > 1 ? short($each) : '-', what => $points[0]{what},
			moves => most(map { moves($_) } @points) };
	} sort keys %rows;
}

# The table; '' if nothing was measured.
sub text {
	my ($record) = @_;
	my %unit = map { ($_->{name} => $_->{platform} eq 'host' ?
		"ticks of the processor's counter" : 'instructions') } @{$record->{columns}};
	my ($text, $column) = ('', '');
	for my $of (lines($record)) {
		if ($of->{column} ne $column) {
			$column = $of->{column};
			$text .= ($text eq '' ? '' : "\n") . "$column, in $unit{$column}:\na step " .
				"takes FIXED, and EACH for each of what it is about; it moves by so\n" .
				"much from time to time\n";
			$text .= sprintf "%-36s %10s %10s %-13s %6s\n", '', 'FIXED', 'EACH', '',
				'moves';
		}
		$text .= sprintf "%-36s %10s %10s %-13s %5.1f%%\n",
			@$of{qw(row fixed each what moves)};
	}
	return $text eq '' ? '' : "$text\n";
}

# What steps cost in each of several runs, side by side, as many as $width characters hold,
# but at least one: a list of [NAME, RECORD], and the text, '' if nothing was measured.
sub beside {
	my ($width, @runs) = @_;
	my (%cell, %longest);
	for (@runs) {
		my ($name, $record) = @$_;
		for my $of (lines($record)) {
			my ($column, $row) = @$of{qw(column row)};
			$cell{$column}{$row}{$name} = sprintf '%7s %6s', @$of{qw(fixed each)};
			$longest{$column} = most(length $row, $longest{$column} // 0);
		}
	}
	my $wide = most(14, map { length $_->[0] } @runs);
	my $text = '';
	for my $column (sort keys %cell) {
		my @names = map { $_->[0] } @runs;
		my $nr = most(1, int(($width - $longest{$column}) / ($wide + 1)));
		while (my @part = splice @names, 0, $nr) {
			my $line = "%-$longest{$column}s" . " %${wide}s" x @part . "\n";
			$text .= "\n$column, FIXED and EACH:\n" . sprintf $line, '', @part;
			for my $row (sort keys %{$cell{$column}}) {
				$text .= sprintf $line, $row,
					map { $cell{$column}{$row}{$_} // '-' } @part;
			}
		}
	}
	return $text;
}

# A curve for Plots.pm: a step's cost by what it is about.
sub curve {
	my ($key, @points) = @_;
	return { key => $key, points => [map { [@$_{qw(x half)}] } @points] };
}

# Panels with these curves, a list of them for each title.
sub titled {
	my (%curves) = @_;
	my @panels = map { { title => $_, log => 1, curves => $curves{$_} } } sort keys %curves;
	# The key is beside the last one.
	$panels[-1]{wide} = 1 if @panels;
	return @panels;
}

# The rows of a column: a panel is a step, a curve is a collector.
sub panels {
	my ($record, $column) = @_;
	my %rows = rows($record);
	my %curves;
	for my $key (sort grep { index($_, "$column ") == 0 && @{$rows{$_}} > 1 } keys %rows) {
		my ($name, $collector) = (column_row($key))[1] =~ /(.*)@([^,]*)/;
		push @{$curves{"$name, by $rows{$key}[0]{what}"}}, curve($collector, @{$rows{$key}});
	}
	return titled(%curves);
}

# The rows that several columns have: a panel is a row, a curve is a column, which is a
# config, or a kernel.
sub panels_beside {
	my ($record) = @_;
	my %rows = rows($record);
	my %curves;
	for my $key (sort grep { @{$rows{$_}} > 1 } keys %rows) {
		my ($column, $row) = column_row($key);
		push @{$curves{"$row, by $rows{$key}[0]{what}"}}, curve($column, @{$rows{$key}});
	}
	delete @curves{grep { @{$curves{$_}} < 2 } keys %curves};
	return titled(%curves);
}

# --- two runs

# The limits, a list of [PATTERN, PERCENT, REASON]: the last that matches a row holds.
sub limit {
	my ($row, @limits) = @_;
	my ($of) = grep { $row =~ $_->[0] } reverse @limits;
	return $of ? @$of[1, 2] : ($limit, '');
}

# A glob of rows, GET*, as a pattern, whatever the case of its letters.
sub pattern {
	my ($glob) = @_;
	my %means = ('*' => '.*', '?' => '.');
	my $pattern = join '', map { $means{$_} // quotemeta } split //, $glob;
	return qr/^$pattern\z/i;
}

# "GLOB=20%" as a limit; nothing if it is none.
sub parse_limit {
	my ($text) = @_;
	my ($glob, $percent) = $text =~ /^([^=]+)=(\d+(?:\.\d+)?)%?\z/ or return;
	return [pattern($glob), $percent, ''];
}

# The lines "GLOB PERCENT REASON" of a file, between tabs, as limits.
sub read_limits {
	my ($file) = @_;
	open my $from, '<', $file or die "$file: $!\n";
	my @limits;
	while (<$from>) {
		chomp;
		next if /^(?:#|\s*$)/;
		my ($glob, $percent, $reason) = split /\t+/;
		my $of = defined $reason && $reason ne '' && parse_limit("$glob=$percent") or
			die "$file:$.: it wants a row, a percentage and a reason, between tabs\n";
		push @limits, [@$of[0, 1], $reason];
	}
	return @limits;
}

# What compare.pl is told of the limits that the user wants.
sub words {
	my ($options) = @_;
	return (map({ ('--limit', $_) } @{$options->{limits}}),
		defined $options->{accept} ? ('--accept', $options->{accept}) : ());
}

# How many percent more the new point takes, and of which number: of the least and of half
# of the times, what differs less. Where both have not moved to the same side, 0: a step
# that waits has more than one duration, and now this one, now that one is the more
# frequent.
sub percent {
	my ($old, $new) = @_;
	my ($least, $half) = map { 100 * ($new->{$_} - $old->{$_}) / ($old->{$_} || 1) }
		qw(least half);
	return (0, 'half') if $least * $half <= 0;
	return abs $least < abs $half ? ($least, 'least') : ($half, 'half');
}

# The points that differ: [KEY, POINT, OLD, NEW, PERCENT, ALLOWED, REASON], with the numbers
# OLD and NEW, the worst first. One that a limit allows is no less different; one that moves
# by as much in a run is.
sub differences {
	my ($old, $new, @limits) = @_;
	my %old = rows($old);
	my %new = rows($new);
	my @differ;
	for my $key (sort grep { $old{$_} } keys %new) {
		my %at = map { $_->{x} => $_ } @{$old{$key}};
		my (undef, $row) = column_row($key);
		my ($allowed, $reason) = limit($row, @limits);
		for my $point (grep { $at{$_->{x}} } @{$new{$key}}) {
			my $before = $at{$point->{x}};
			my ($percent, $of) = percent($before, $point);
			next if abs $percent <= most(map { moves($_) } $before, $point);
			push @differ, [$key, $point, $before->{$of}, $point->{$of}, $percent,
				$allowed, $reason]
				if abs $percent > ($allowed < $limit ? $allowed : $limit);
		}
	}
	return sort { $b->[4] <=> $a->[4] || $a->[0] cmp $b->[0] } @differ;
}

# The text about two runs, and true if a row costs more than its limit allows; '' if they
# have no row in common.
sub compare {
	my ($width, $old, $new, @limits) = @_;
	my %old = rows($old);
	my %both = rows($new);
	delete @both{grep { !$old{$_} } keys %both};
	return ('', 0) if !%both;
	my @differ = differences($old, $new, @limits);
	my $text = '';
	my ($dearer, $accepted, $cheaper) = (0, 0, 0);
	for (@differ) {
		my ($key, $point, $was, $is, $percent, $allowed, $reason) = @$_;
		my $word = $percent < 0 ? 'cheaper' : $percent > $allowed ? 'DEARER' : 'accepted';
		$percent < 0 ? $cheaper++ : $percent > $allowed ? $dearer++ : $accepted++;
		$text .= Screen::fold(sprintf('%s: %s, %d %s: %d, was %d (%+.1f%%)%s', $word, $key,
			$point->{x}, $point->{what}, $is, $was, $percent,
			$word eq 'accepted' && $reason ne '' ? ": $reason" : ''), $width, ' ' x 4);
	}
	$text .= keys(%both) . " rows compared: " . ($dearer + $accepted + $cheaper ?
		"$dearer times dearer, $accepted accepted, $cheaper cheaper" :
		'no difference') . "\n";
	return ($text, $dearer > 0);
}

1;
