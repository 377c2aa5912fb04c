# SPDX-License-Identifier: GPL-2.0-only
#
# Two records of the same cases: what fails in the second one and did not in the first,
# what is fixed, what is skipped or missing now, and which tests have become slower. It makes
# no difference to this whether a failure is known.
package Compare;
use strict;
use warnings;
use Record;
use Screen;

# From good to bad; of several runs the worst counts.
my @order = qw(skip pass unexpected known fail error);
my %rank = map { $order[$_] => $_ } 0 .. $#order;
my %fails = map { $_ => 1 } qw(known fail error);

# "COLUMN NAME" => the case with the worst verdict.
sub worst {
	my ($record) = @_;
	my %column = Record::names($record);
	my %worst;
	for my $case (@{$record->{cases}}) {
		my $key = $column{"$case->{platform} $case->{config}"} . " $case->{name}";
		$worst{$key} = $case if !$worst{$key} ||
			$rank{$case->{verdict}} > $rank{$worst{$key}{verdict}};
	}
	return \%worst;
}

# "COLUMN TEST" => the milliseconds of its cases that both records have timed, [OLD, NEW].
sub durations {
	my ($old, $new) = @_;
	my %ms;
	for my $key (grep { $new->{$_} } keys %$old) {
		my @both = map { $_->{$key}{ms} } $old, $new;
		next if grep { !defined } @both;
		my $of = $ms{$key =~ s!/.*!!r} //= [0, 0];
		$of->[$_] += $both[$_] for 0, 1;
	}
	return %ms;
}

# The differences, a hash of lists: failing, fixed, skipped, missing and added are keys as
# of worst(); slower has [KEY, OLD, NEW], of tests that take half as long again, and a second
# more.
sub differences {
	my ($old, $new) = map { worst($_) } @_;
	my %of = map { $_ => [] } qw(failing fixed skipped missing added slower);
	for my $key (sort keys %{{ %$old, %$new }}) {
		my ($before, $now) = map { $_->{$key} ? $_->{$key}{verdict} : '' } $old, $new;
		my $kind = $fails{$now} ? ($fails{$before} ? '' : 'failing') :
			$now eq '' ? 'missing' :
			$before eq '' ? 'added' :
			$now eq 'skip' ? ($before eq 'skip' ? '' : 'skipped') :
			$fails{$before} ? 'fixed' : '';
		push @{$of{$kind}}, $key if $kind ne '';
	}
	my %ms = durations($old, $new);
	@{$of{slower}} = sort { $b->[2] - $b->[1] <=> $a->[2] - $a->[1] || $a->[0] cmp $b->[0] }
		map { [$_, @{$ms{$_}}] }
		grep { $ms{$_}[1] > 1.5 * $ms{$_}[0] && $ms{$_}[1] - $ms{$_}[0] >= 1000 } keys %ms;
	return (\%of, $new);
}

# A case that differs: its key, the finding that it is, and what it says.
sub line {
	my ($key, $case) = @_;
	my @words = $case ? grep { defined } $case->{verdict} eq 'known' ? $case->{finding} :
		undef, $case->{reason} : ();
	return join ': ', "  $key", @words;
}

# The text about two records, and true if anything newly fails.
sub text {
	my ($width, @records) = @_;
	my ($of, $new) = differences(@records);
	my $text = '';
	my @titles = (failing => 'fails, and did not', fixed => 'is fixed',
		skipped => 'is skipped, and was not', missing => 'did not run, and had',
		added => 'is new');
	while (my ($kind, $title) = splice @titles, 0, 2) {
		my @keys = @{$of->{$kind}} or next;
		$text .= Screen::paint($kind eq 'failing' ? 'red' : 'green', "$title:") . "\n";
		my @shown = splice @keys, 0, $kind =~ /^(?:added|missing)\z/ ? 3 : 30;
		$text .= Screen::fold(line($_, $new->{$_}), $width, ' ' x 6) for @shown;
		$text .= '  and ' . @keys . " more\n" if @keys;
	}
	my @slower = @{$of->{slower}};
	splice @slower, 10 if @slower > 10;
	$text .= "is slower:\n" if @slower;
	$text .= sprintf "  %s: %.1f s, and was %.1f s\n", $_->[0], $_->[2] / 1000,
		$_->[1] / 1000 for @slower;
	my @counts = (failing => 'newly failing', fixed => 'fixed', skipped => 'newly skipped',
		missing => 'missing', added => 'new');
	my @said;
	while (my ($kind, $word) = splice @counts, 0, 2) {
		push @said, @{$of->{$kind}} . " $word";
	}
	return ($text . join(', ', @said) . "\n", @{$of->{failing}} > 0);
}

1;
