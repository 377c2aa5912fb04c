# SPDX-License-Identifier: GPL-2.0-only
#
# What a person reads at the end of a run, made from its record.
package Summary;
use strict;
use warnings;
use Record;
use Screen;
use Skips;

# So many lines of one kind; the record has all.
my $most = 30;

sub cases {
	my ($number) = @_;
	return $number == 1 ? '1 case' : "$number cases";
}

# The lines, but for those beyond $most.
sub some {
	my ($limit, @lines) = @_;
	my $more = @lines - $limit;
	return @lines if $more <= 0;
	return (@lines[0 .. $limit - 1], "  and $more more, see results.json\n");
}

# The columns that cases come from, "svm-default 2 times, svm-npt0".
sub where {
	my ($column, @cases) = @_;
	my %nr;
	$nr{$column->{"$_->{platform} $_->{config}"} // ''}++ for @cases;
	return join ', ', map { $nr{$_} > 1 ? "$_ $nr{$_} times" : $_ }
		grep { $_ ne '' } sort keys %nr;
}

# A case a line, with what is remarked of the first of its name.
sub by_name {
	my ($column, $width, @cases) = @_;
	my (%of, @lines);
	push @{$of{$_->{name}}}, $_ for @cases;
	for my $name (sort keys %of) {
		my @same = @{$of{$name}};
		my $where = where($column, @same);
		my ($remark) = grep { $_ ne '' } map { $_->{reason} // '' } @same;
		my ($finding) = grep { defined } map { $_->{finding} } @same;
		$remark = "finding $finding" if defined $finding;
		push @lines, Screen::fold("  $name" . ($where ne '' ? " ($where)" : '') .
			(defined $remark ? ": $remark" : ''), $width, ' ' x 6);
	}
	return some($most, @lines);
}

# A finding a line.
sub by_finding {
	my ($record, $width, @cases) = @_;
	my (%of, @lines);
	push @{$of{$_->{finding}}}, $_ for @cases;
	for my $finding (sort keys %of) {
		my %names = map { $_->{name} => 1 } @{$of{$finding}};
		my ($first, @others) = sort keys %names;
		push @lines, Screen::fold("  $finding " .
			($record->{findings}{$finding} // '') . ": $first" .
			(@others ? ' and ' . @others . ' more' : ''), $width, ' ' x 6);
	}
	return some($most, @lines);
}

# What fails in some of several runs and passes in others.
sub flaky {
	my ($column, $width, @cases) = @_;
	my (%nr, @lines);
	for (@cases) {
		my $name = $column->{"$_->{platform} $_->{config}"} . " $_->{name}";
		my $kind = $_->{verdict} =~ /^(?:pass|unexpected)\z/ ? 'passed' :
			$_->{verdict} eq 'skip' ? 'skipped' : 'failed';
		$nr{$name}{$kind}++;
	}
	for my $name (sort keys %nr) {
		my ($passed, $failed) = map { $_ // 0 } @{$nr{$name}}{qw(passed failed)};
		push @lines, Screen::fold("  $name: failed in $failed of " .
			($passed + $failed) . ' runs', $width, ' ' x 6) if $passed && $failed;
	}
	return @lines;
}

sub skips {
	my ($record, $width) = @_;
	my ($helps, $causes) = Skips::groups($record);
	my $text = '';
	if (@$helps) {
		$text .= "skipped, and what would add the cases:\n";
		$text .= join '', some(8, map { Screen::fold('  ' . cases($_->[1]) .
			": $_->[0]", $width, ' ' x 6) } @$helps);
	}
	if (@$causes) {
		$text .= "skipped, as this KVM or this machine cannot:\n";
		$text .= join '', some(8, map { Screen::fold('  ' . cases($_->[1]) .
			": $_->[0]", $width, ' ' x 6) } @$causes);
	}
	return $text;
}

# The text, without the counts, for lines of $width characters.
sub text {
	my ($record, $width) = @_;
	my %column = Record::names($record);
	my %of = map { $_ => [] } qw(fail error known unexpected);
	push @{$of{$_->{verdict}}}, $_ for @{$record->{cases}};
	my $text = '';
	$text .= Screen::paint('red', 'failed:') . "\n" .
		join '', by_name(\%column, $width, @{$of{fail}}) if @{$of{fail}};
	$text .= Screen::paint('red', 'errors: these could not be judged:') . "\n" .
		join '', by_name(\%column, $width, @{$of{error}}) if @{$of{error}};
	$text .= Screen::paint('yellow', 'failed as is known, which does not fail the ' .
		'run (--strict):') . "\n" .
		join '', by_finding($record, $width, @{$of{known}})
		if @{$of{known}};
	$text .= "passed, though a finding is known that lets them fail:\n" .
		join '', by_finding($record, $width, @{$of{unexpected}})
		if @{$of{unexpected}};
	my @flaky = flaky(\%column, $width, @{$record->{cases}});
	$text .= Screen::paint('yellow', 'flaky:') . "\n" . join '', some($most, @flaky)
		if @flaky;
	return $text . skips($record, $width);
}

# What Consumers.pm has judged, with $for, if it is a name, at the end.
sub verdicts {
	my ($width, $for, @judged) = @_;
	my ($text, %quiet) = ('');
	my @last = grep { defined $for && $_->{name} eq $for } @judged;
	for my $of ((grep { !@last || $_ != $last[0] } @judged), @last) {
		my ($title, $verdict, $why) = @$of{qw(title verdict why)};
		if ((!@last || $of != $last[0]) && $verdict ne 'NOT SAFE') {
			push @{$quiet{$verdict}}, $verdict ne 'safe' ? "$title " .
				$why =~ s/ cases it relies on ran//r :
				$why ne '' ? "$title ($why)" : $title;
			next;
		}
		my $line = "$title: $verdict" . ($why ne '' ? ": $why" : '');
		$text .= Screen::fold($line, $width, ' ' x 4) =~
			s/(NOT SAFE)|: \K(safe)/Screen::paint($1 ? 'red' : 'green', $1 \/\/ $2)/er;
	}
	my %head = ('not judged' => 'not judged, by cases that ran', safe => 'safe');
	return join '', map({ Screen::fold("$head{$_}: " . join('; ', @{$quiet{$_}}),
		$width, ' ' x 4) } grep { $quiet{$_} } 'not judged', 'safe'), $text;
}

# The last line, of the record's counts.
sub counts {
	my ($nr) = @_;
	my $bad = $nr->{fail} + $nr->{error};
	my $good = $nr->{pass} + $nr->{known} + $nr->{unexpected};
	return Screen::paint($bad || !$good ? 'red' : 'green',
		"$good passed, $bad failed, $nr->{skip} skipped");
}

# The exit status: 1 if a case failed, else 2 if there was an error or nothing, else 0. For
# a bisection skips are nothing: a kernel that cannot run the case is neither good nor bad.
sub status {
	my ($nr) = @_;
	return 1 if $nr->{fail};
	return 2 if $nr->{error};
	return 0 if $nr->{pass} + $nr->{known} + $nr->{unexpected};
	return $nr->{skip} && !$ENV{KVM_DIRTY_BISECT} ? 0 : 2;
}

1;
