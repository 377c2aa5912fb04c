# SPDX-License-Identifier: GPL-2.0-only
#
# A record as a page to look at, which needs no network: pages/report.tt filled in. What is
# seen at once is written out. The cases are data in the page, which pages/report.js shows
# when somebody asks for them, since there can be tens of thousands.
package Html;
use strict;
use warnings;
use Consumers;
use Cost;
use Grid;
use JSON::PP;
use Measured;
use Plots;
use Record;
use Skips;
use Summary;

my $pages = __FILE__ =~ s![^/]*\z!pages!r;

# The data with what HTML has a meaning for written as entities, in all its strings. Nothing
# else in a template does that.
sub escaped {
	my ($data) = @_;
	my $kind = ref $data;
	return { map { $_ => escaped($data->{$_}) } keys %$data } if $kind eq 'HASH';
	return [map { escaped($_) } @$data] if $kind eq 'ARRAY';
	return $data if $kind ne '' || !defined $data;
	my %entity = ('&' => 'amp', '<' => 'lt', '>' => 'gt', '"' => 'quot');
	return $data =~ s/([&<>"])/&$entity{$1};/gr;
}

# Data as JSON that can stand in a script element.
sub json {
	my ($data) = @_;
	return JSON::PP->new->canonical->encode($data) =~ s/</\\u003c/gr;
}

sub slurp {
	my ($name) = @_;
	open my $from, '<:utf8', "$pages/$name" or die "$pages/$name: $!\n";
	local $/;
	return <$from>;
}

# Fill in template $name: %$data are its variables, escaped; %$raw are put in as they are.
sub fill {
	my ($to, $name, $data, $raw) = @_;
	# Only here, since other reports are made without it.
	require Template;
	my $template = Template->new(INCLUDE_PATH => $pages, ENCODING => 'utf8', STRICT => 1);
	my $text = '';
	$template->process($name, { %{escaped($data)}, %$raw, style => slurp('page.css') },
		\$text) or die $template->error . "\n";
	binmode $to, ':utf8';
	print { $to } $text;
}

# --- a report's parts

# The worst verdict in numbers of verdicts.
sub worst {
	my ($nr) = @_;
	my ($worst) = grep { $nr->{$_} } qw(fail error known unexpected pass skip);
	return $worst // 'none';
}

# Rows of tests with a cell for each column, in the order of @$names:
#   [{test, cells => [{column, text, worst}, ...]}, ...]
sub matrix {
	my ($record, $names) = @_;
	my %name = Record::names($record);
	my %of;
	for (@{$record->{cases}}) {
		$of{$_->{name} =~ s!/.*!!r}{$name{"$_->{platform} $_->{config}"}}{$_->{verdict}}++;
	}
	return map {
		my $row = $of{$_};
		{ test => $_, cells => [map { $row->{$_} ?
			{ column => $_, text => Grid::cell($row->{$_}), worst => worst($row->{$_}) } :
			{ column => $_, text => '-', worst => 'none' } } @$names] };
	} sort keys %of;
}

# What the page's script shows of cases: for each "COLUMN/TEST" a list of
# [NAME, VERDICT, MS, RUN, {more}].
sub cells {
	my ($record) = @_;
	my %name = Record::names($record);
	my %cells;
	for my $case (@{$record->{cases}}) {
		my $column = $name{"$case->{platform} $case->{config}"};
		my %more = map { $_ => $case->{$_} } grep { defined $case->{$_} }
			qw(reason clauses finding replay);
		my $lines = $case->{evidence} ? $case->{evidence}{lines} : $case->{notes};
		$more{lines} = $lines if $lines;
		push @{$cells{"$column/" . $case->{name} =~ s!/.*!!r}},
			[$case->{name}, $case->{verdict}, $case->{ms}, $case->{run},
			%more ? \%more : ()];
	}
	return \%cells;
}

# Each case that failed or could not be judged, by name: its columns and what it says.
sub bad {
	my ($record, $verdict) = @_;
	my %name = Record::names($record);
	my %of;
	for my $case (grep { $_->{verdict} eq $verdict } @{$record->{cases}}) {
		my $of = $of{$case->{name}} //= { name => $case->{name}, columns => [],
			reason => $case->{reason} // '', test => $case->{name} =~ s!/.*!!r };
		my $column = $name{"$case->{platform} $case->{config}"};
		push @{$of->{columns}}, $column if !grep { $_ eq $column } @{$of->{columns}};
	}
	return map { $of{$_} } sort keys %of;
}

# Each finding that cases failed by: its title, effect, and the number of cases.
sub known {
	my ($record) = @_;
	my %effects = Consumers::effects();
	my %nr;
	$nr{$_->{finding}}++ for grep { $_->{verdict} eq 'known' } @{$record->{cases}};
	return map { { name => $_, title => $record->{findings}{$_} // '', cases => $nr{$_},
		effect => $effects{$_}{effect} // '' } } sort keys %nr;
}

# The tests that took longest, of which $most at most, with their share of the longest.
sub longest {
	my ($record, $most) = @_;
	my %ms;
	$ms{$_->{name} =~ s!/.*!!r} += $_->{ms} // 0 for @{$record->{cases}};
	my @tests = sort { $ms{$b} <=> $ms{$a} || $a cmp $b } grep { $ms{$_} } keys %ms;
	splice @tests, $most if @tests > $most;
	return map { { test => $_, seconds => sprintf('%.1f', $ms{$_} / 1000),
		share => sprintf('%.1f', 100 * $ms{$_} / $ms{$tests[0]}) } } @tests;
}

# What is known of a machine, [KEY, TEXT] each.
sub facts {
	my ($of) = @_;
	return map { [tr/_/ /r, ref $of->{$_} ? ($of->{$_} ? 'yes' : 'no') : $of->{$_}] }
		sort keys %$of;
}

# Write the record to an open file.
sub write_to {
	my ($to, $record) = @_;
	my $run = $record->{run};
	my @columns = @{$record->{columns}};
	my @names = map { $_->{name} } @columns;
	my ($helps, $causes) = Skips::groups($record);
	my @plots = map { { column => $_->{column}, svg => Plots::svg(Measured::panels($_)) } }
		Measured::of($record);
	my @costs = Cost::lines($record);
	my @cost_plots = map {
		my @panels = Cost::panels($record, $_);
		@panels ? { column => $_, svg => Plots::svg(@panels) } : ();
	} @names;
	my @beside = Cost::panels_beside($record);
	unshift @cost_plots, { column => 'side by side', svg => Plots::svg(@beside) } if @beside;
	fill($to, 'report.tt', {
		host => $run->{machine}{hostname} // '',
		run => { map({ $_ => $run->{$_} // '' } qw(version started ended end kernel)),
			seeds => $run->{seeds} // [],
			arguments => join(' ', @{$run->{arguments} // []}) },
		status => Summary::status(Record::counts($record)),
		counts => Record::counts($record),
		consumers => [Record::consumers($record)],
		failed => [bad($record, 'fail')], errors => [bad($record, 'error')],
		known => [known($record)], passed_though_known => [bad($record, 'unexpected')],
		names => \@names, matrix => [matrix($record, \@names)],
		costs => [map { { %$_, moves => sprintf '%.1f', $_->{moves} } } @costs],
		helps => $helps, causes => $causes, times => [longest($record, 25)],
		machine => [facts($run->{machine} // {})],
		columns => [map { { name => $_->{name}, facts => [facts({
			%{$_->{facts} // {}},
			defined $_->{emulator} ? (emulator => $_->{emulator}) : (),
			defined $_->{moved} ? ('memory moved' => $_->{moved}) : () })] } } @columns],
	}, { plots => \@plots, cost_plots => \@cost_plots, cells => json(cells($record)),
		script => slurp('report.js') });
}

1;
