# SPDX-License-Identifier: GPL-2.0-only
#
# The table that a run of mutants ends with: what became of each.
package Table;
use strict;
use warnings;

# The text of the table, and the exit status of the whole. %of are lists of mutants:
# mutants and controls, which ran, and out_of_range and elsewhere, which did not. What
# ran has a verdict (killed, survived, ERROR; a control passed, or did not), what has
# killed it, seconds, and with --peers by, {PEER => seconds}.
sub text {
	my (%of) = @_;
	my @mutants = @{$of{mutants}};
	my @controls = @{$of{controls}};
	my @out_of_range = @{$of{out_of_range}};
	my @elsewhere = @{$of{elsewhere}};
	my %order = (killed => 0, ERROR => 1, survived => 2);
	my @sorted = sort {
		$order{$a->{verdict}} <=> $order{$b->{verdict}} ||
			defined $a->{equivalent} <=> defined $b->{equivalent} ||
			$a->{name} cmp $b->{name}
	} @mutants;
	my (@table, @seconds, %nr);
	for (@sorted) {
		my ($verdict, $what) = @$_{qw(verdict what)};
		if (defined $_->{equivalent}) {
			$verdict = 'equivalent' if $verdict eq 'survived';
			$what = "declared equivalent, but killed: $what"
				if $verdict eq 'killed';
			$nr{lies}++ if $verdict eq 'killed';
			$what = $_->{equivalent} if $verdict eq 'equivalent';
		}
		$nr{$verdict}++;
		push @seconds, $_->{seconds} if $verdict eq 'killed';
		push @table, sprintf "%-26s %-10s %-10s %6s  %s\n", $_->{name},
			$_->{class}, $verdict, $verdict eq 'killed' ?
			sprintf('%.1f', $_->{seconds}) : '', $what;
	}
	@seconds = sort { $a <=> $b } @seconds;
	my @bad = grep { $_->{verdict} ne 'passed' } @controls;
	my $text = sprintf "%-26s %-10s %-10s %6s  %s\n", qw(mutant class verdict s by);
	$text .= join '', @table;
	$text .= sprintf "\n%d mutants: %d killed, %d survived, %d equivalent, %d errors",
		scalar @mutants, map { $_ // 0 } @nr{qw(killed survived equivalent ERROR)};
	$text .= sprintf "; median %.1f s to the kill", $seconds[$#seconds / 2]
		if @seconds;
	$text .= "\n";
	my %peers = map { $_ => 1 } map { keys %{$_->{by} // {}} } @sorted;
	for my $peer (sort keys %peers) {
		my @times = sort { $a <=> $b } grep { defined }
			map { $_->{by}{$peer} } @sorted;
		$text .= sprintf "%s killed %d, median %.1f s\n", $peer, scalar @times,
			$times[$#times / 2];
	}
	$text .= "not of this kernel: @{[map { $_->{name} } @out_of_range]}\n"
		if @out_of_range;
	$text .= "not of this platform: @{[map { $_->{name} } @elsewhere]}\n"
		if @elsewhere;
	$text .= @bad ? "the control FAILED, so that nothing of this counts: " .
		join(', ', map { "$_->{name}: $_->{what}" } @bad) . "\n" :
		"the control passed: " . join(', ', map {
		sprintf '%s in %.0f s', $_->{configs}[0], $_->{seconds} } @controls) . "\n";
	return ($text, @bad || $nr{ERROR} || $nr{lies} ? 2 : $nr{survived} ? 1 : 0);
}

1;
