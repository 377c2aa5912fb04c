# SPDX-License-Identifier: GPL-2.0-only
#
# What the records of many hosts say: the hosts by processor and kernel, who can trust each,
# what differs between hosts that should be alike, and which finding is where. Of each host
# its last run of platform host counts.
package Fleet;
use strict;
use warnings;
use File::Find;
use Record;
use Say;
use Screen;

# The hosts in a folder of records and those below it, by name: hashes of
#   name, cpu, kernel, started, end
#   facts      what a host that is alike has, too: {KEY => TEXT}
#   verdicts   {consumer's title => verdict}
#   counts     as in the record; findings, {NUMBER => title}
sub read_folder {
	my ($folder) = @_;
	-d $folder or refuse("$folder is no folder");
	my %last;
	find({ no_chdir => 1, wanted => sub {
		return if !m!/results\.json\z!;
		my $host = host(Record::head($_)) // return;
		my $before = $last{$host->{name}};
		$last{$host->{name}} = $host
			if !$before || $before->{started} le $host->{started};
	} }, $folder);
	%last or refuse("there is no record of a host in $folder");
	return map { $last{$_} } sort keys %last;
}

# What the head of a record says of its host; nothing if it is not about one.
sub host {
	my ($record) = @_;
	my ($column) = grep { $_->{platform} eq 'host' } @{($record // {})->{columns} // []};
	my $run = $record->{run} // return;
	my $machine = $run->{machine} // {};
	return if !$column || !defined $machine->{hostname} || $run->{shard};
	my $counts = $run->{counts} // {};
	my %facts = (%{$column->{facts} // {}}, map { ("cases, $_" => $counts->{$_}) }
		grep { $counts->{$_} } keys %$counts);
	for (grep { defined $machine->{$_} } qw(microcode cpus memory_mib)) {
		$facts{tr/_/ /r} = $machine->{$_};
	}
	$facts{version} = $run->{version} if defined $run->{version};
	return { name => $machine->{hostname}, cpu => $machine->{cpu} // 'unknown processor',
		kernel => $machine->{kernel}, started => $run->{started}, end => $run->{end},
		facts => \%facts, counts => $counts, findings => $record->{findings} // {},
		verdicts => { map { $_->{title} => $_->{verdict} } @{$run->{consumers} // []} } };
}

# Hosts that should be alike, as they have the same processor and kernel:
#   [{cpu, kernel, hosts, differs => [{key, usual, others => [[TEXT, NAMES], ...]}, ...]},
#   ...]
# usual is what most of them have, '' for nothing.
sub groups {
	my (@hosts) = @_;
	my %of;
	push @{$of{"$_->{cpu}\n$_->{kernel}"}}, $_ for @hosts;
	return map {
		my ($cpu, $kernel) = split /\n/;
		{ cpu => $cpu, kernel => $kernel, hosts => $of{$_},
			differs => [differs(@{$of{$_}})] };
	} sort keys %of;
}

sub differs {
	my (@hosts) = @_;
	my %keys = map { $_ => 1 } map { keys %{$_->{facts}} } @hosts;
	my @differs;
	for my $key (sort keys %keys) {
		my %names;
		push @{$names{$_->{facts}{$key} // ''}}, $_->{name} for @hosts;
		my ($usual, @others) = sort { @{$names{$b}} <=> @{$names{$a}} || $a cmp $b }
			keys %names;
		push @differs, { key => $key, usual => $usual,
			others => [map { [$_, $names{$_}] } @others] } if @others;
	}
	return @differs;
}

# 1 if a host has a failure that is not known, else 0.
sub status {
	my (@hosts) = @_;
	return (grep { $_->{counts}{fail} } @hosts) ? 1 : 0;
}

# The findings that hosts have: [{finding, title, names}, ...].
sub findings {
	my (@hosts) = @_;
	my (%names, %title);
	for my $host (@hosts) {
		for my $finding (keys %{$host->{findings}}) {
			push @{$names{$finding}}, $host->{name};
			$title{$finding} = $host->{findings}{$finding};
		}
	}
	return map { { finding => $_, title => $title{$_}, names => $names{$_} } }
		sort keys %names;
}

# The titles of consumers that a host has a verdict on.
sub consumers {
	my (@hosts) = @_;
	my %titles = map { $_ => 1 } map { keys %{$_->{verdicts}} } @hosts;
	return sort keys %titles;
}

# --- the text

# "a, b and 7 more".
sub some {
	my (@names) = @_;
	my @first = splice @names, 0, 5;
	return join(', ', @first) . (@names ? ' and ' . @names . ' more' : '');
}

sub number {
	my ($nr, $word) = @_;
	return "$nr $word" . ($nr == 1 ? '' : 's');
}

# For lines of $width characters.
sub text {
	my ($width, @hosts) = @_;
	my $fold = sub { Screen::fold("@_", $width, ' ' x 6) };
	my $text = '';
	for my $group (groups(@hosts)) {
		my @of = @{$group->{hosts}};
		$text .= $fold->(number(scalar @of, 'host') . ": $group->{cpu}, $group->{kernel}");
		for my $title (consumers(@of)) {
			my %names;
			push @{$names{$_->{verdicts}{$title} // 'not judged'}}, $_->{name} for @of;
			$text .= $fold->("  $title:", join '; ', map { my @names = @{$names{$_}};
				@names == @of ? $_ : "$_ on " . some(@names) } sort keys %names);
		}
		for my $of (@{$group->{differs}}) {
			$text .= $fold->("  differs: $of->{key} is '$of->{usual}',", join ', ',
				map { "'$_->[0]' on " . some(@{$_->[1]}) } @{$of->{others}});
		}
	}
	$text .= $fold->("$_->{finding} $_->{title}:", some(@{$_->{names}})) for findings(@hosts);
	my @bad = grep { $_->{counts}{fail} } @hosts;
	return $text . number(scalar @hosts, 'host') . (@bad ? ', newly failing: ' .
		some(map { $_->{name} } @bad) : ', nothing fails that is not known') . "\n";
}

# --- the page

# Write it to an open file.
sub write_page {
	my ($to, @hosts) = @_;
	require Html;
	my @titles = consumers(@hosts);
	Html::fill($to, 'fleet.tt', {
		number => scalar @hosts, titles => \@titles,
		failing => [map { $_->{name} } grep { $_->{counts}{fail} } @hosts],
		findings => [findings(@hosts)],
		groups => [map { my $group = $_; +{ %$group, hosts => [map { my $host = $_; +{
			(map { $_ => $host->{$_} // '' } qw(name started end)),
			(map { $_ => $host->{counts}{$_} // 0 } @Record::verdicts),
			findings => [sort keys %{$host->{findings}}],
			verdicts => [map { $host->{verdicts}{$_} // 'not judged' } @titles],
			} } @{$group->{hosts}}] } } groups(@hosts)],
	}, {});
}

1;
