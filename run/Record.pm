# SPDX-License-Identifier: GPL-2.0-only
#
# The record of a run: results.json in its folder, which docs/results.schema.json
# describes. Whatever else is told of a run is made from it.
#
# It is there from the beginning of a run, without cases, and gets them from the .tap files
# when the run ends, however it does: DIR/COLUMN/[run-N/][part-N/]ID.tap, or files right in
# DIR. A record has no order of its own: cases are sorted, so that two runs of the same
# differ in times only.
package Record;
use strict;
use warnings;
use Consumers;
use Evidence;
use File::Find;
use JSON::PP;
use POSIX qw(strftime);
use Say;
use Tap;

our $version = 1;
# Much faster where many records are read.
my $json = eval { require Cpanel::JSON::XS } ? 'Cpanel::JSON::XS' : 'JSON::PP';
our @verdicts = qw(pass skip known unexpected fail error);

sub now {
	return strftime('%Y-%m-%dT%H:%M:%SZ', gmtime);
}

# What a command line or a file has, as characters: UTF-8, or, as the name of a file need not be
# that, each byte for itself.
sub characters {
	my ($bytes) = @_;
	utf8::decode($bytes);
	return $bytes;
}

sub write_to {
	my ($dir, $record) = @_;
	my $file = "$dir/results.json";
	open my $to, '>:raw', "$file.new" or die "$file: $!\n";
	print { $to } JSON::PP->new->utf8->canonical->indent->indent_length(1)
		->space_after->encode($record) or die "$file: $!\n";
	close $to and rename "$file.new", $file or die "$file: $!\n";
}

# Write the record of a run that begins. %run are the fields of the schema's "run" that
# are known by then; @columns its "columns".
sub begin {
	my ($dir, $run, @columns) = @_;
	my %run = (%$run, arguments => [map { characters($_) } @{$run->{arguments}}],
		map { defined $run->{$_} ? ($_ => characters($run->{$_})) : () } qw(kernel qemu));
	write_to($dir, { version => $version, columns => \@columns, cases => [],
		run => { %run, started => now(), end => 'unfinished' } });
}

# The record in a folder, or in a file, as it is.
sub load {
	my ($from) = @_;
	my $file = -d $from ? "$from/results.json" : $from;
	open my $in, '<:raw', $file or return;
	local $/;
	my $record = eval { $json->new->decode(characters(scalar <$in>)) };
	refuse("$file is no record of a run") if ref $record ne 'HASH' ||
		($record->{version} // 0) != $version;
	return $record;
}

# The record in a file without its cases, which come first there, as keys are sorted: much
# faster. Nothing if it is no record of a run that is over.
sub head {
	my ($file) = @_;
	open my $in, '<:raw', $file or return;
	local $/;
	my $text = <$in>;
	my $at = rindex $text, "\n \"columns\": [";
	my $record = $at < 0 ? undef :
		eval { $json->new->decode(characters('{' . substr $text, $at)) };
	return if ref $record ne 'HASH' || ($record->{version} // 0) != $version ||
		($record->{run}{end} // 'unfinished') eq 'unfinished';
	return $record;
}

# A case as the record has it; the title of its finding goes to %$titles.
sub case {
	my ($column, $run, $case, $titles) = @_;
	my $of = Evidence::of(@{$case->{lines}});
	my $verdict = $case->{verdict};
	my @lines = @{$of->{lines} // []};
	my %said = map { $_ => $of->{$_} } grep { defined $of->{$_} }
		qw(ms clauses finding replay costs);
	my $reason = $case->{words} =~ s/^(?:ERROR|TIMEOUT|XFAIL|XPASS) //r;
	$said{timeout} = JSON::PP::true if $case->{words} =~ /^TIMEOUT /;
	my $title = $of->{title};
	if ($verdict eq 'known' || $verdict eq 'unexpected') {
		($said{finding}, $title) = split /: /, $reason, 2;
		$reason = $verdict eq 'known' && shift @lines || '';
	} elsif ($verdict eq 'fail' && $reason eq '') {
		$reason = shift @lines // '';
	}
	$titles->{$said{finding}} = $title // '' if defined $said{finding};
	if ($verdict eq 'pass') {
		# Measurements, mostly.
		$said{notes} = \@lines if @lines;
	} elsif (@lines) {
		$said{evidence} = { lines => \@lines, map { $_ => $of->{$_} }
			grep { defined $of->{$_} } qw(missed spurious stores) };
	}
	return { name => $case->{name}, platform => $column->{platform},
		config => $column->{config}, run => $run, verdict => $verdict,
		$reason ne '' ? (reason => $reason) : (), %said };
}

# An error that no result line tells: the file of program $id breaks off, or nothing came
# of a whole boot.
sub broken {
	my ($column, $run, $id, $why) = @_;
	return case($column, $run, { verdict => 'error', lines => [],
		name => $id eq '_platform' ? 'platform' : "$id/program",
		words => $id eq '_platform' ? 'unfinished' : "unfinished: $why" });
}

# Add to the record what the .tap files in $dir hold.
sub collect {
	my ($record, $dir) = @_;
	my %column = map { $_->{name} => $_ } @{$record->{columns}};
	my (@files, $cut);
	$record->{findings} = {};
	find({ no_chdir => 1, wanted => sub {
		push @files, substr $_, 1 + length $dir if /\.tap\z/;
		# After the first failure nothing more was wanted.
		$cut = 1 if m!/first-failure\z!;
	} }, $dir);
	my @broken;
	for my $file (sort @files) {
		my ($name) = $file =~ m!^([^/]+)/!;
		my ($run) = $file =~ m!/run-(\d+)/!;
		my ($id) = $file =~ m!([^/]+)\.tap\z!;
		my $column = $column{$name // ''} //= do {
			my $new = { name => $name // '', platform => $name // '',
				config => '' };
			push @{$record->{columns}}, $new;
			$new;
		};
		my $read = Tap::read_file("$dir/$file");
		delete $read->{facts}{seed};	# the run's
		$column->{facts}{$_}{$read->{facts}{$_}} = 1
			for keys %{$read->{facts}};
		push @{$record->{cases}}, map { case($column, 0 + ($run // 1), $_, $record->{findings}) }
			@{$read->{cases}};
		push @broken, broken($column, 0 + ($run // 1), $id, $read->{broken})
			if $read->{broken} ne '' && !$cut;
	}
	# Facts differ where boots have as many CPUs as their cases need.
	for my $column (values %column) {
		my $facts = $column->{facts} // next;
		$_ = join ' or ', sort keys %$_ for values %$facts;
		my $moved = delete $facts->{'memory moved meanwhile'};
		$column->{moved} = $moved if defined $moved;
	}
	my %told = map { (key($_) => 1) } @{$record->{cases}};
	push @{$record->{cases}}, grep { !$told{key($_)} } @broken;
	@{$record->{columns}} = sort { $a->{name} cmp $b->{name} }
		@{$record->{columns}};
	@{$record->{cases}} = sort { key($a) cmp key($b) } @{$record->{cases}};
}

# What a case is called in one run.
sub key {
	my ($case) = @_;
	return join ' ', @$case{qw(platform config run name)};
}

# The cases of each test of a column: hashes with a name, "svm-npt0.smoke"; the column; and
# cases. Sorted by name.
sub suites {
	my ($record) = @_;
	my %column = map { ("$_->{platform} $_->{config}" => $_) } @{$record->{columns}};
	my %suites;
	for my $case (@{$record->{cases}}) {
		my $column = $column{"$case->{platform} $case->{config}"};
		my $name = join '.', grep { $_ ne '' } $column->{name},
			$case->{name} =~ s!/.*!!r;
		my $suite = $suites{$name} //= { name => $name, column => $column };
		push @{$suite->{cases}}, $case;
	}
	return map { $suites{$_} } sort keys %suites;
}

# "PLATFORM CONFIG" => the name of that column.
sub names {
	my ($record) = @_;
	return map { ("$_->{platform} $_->{config}" => $_->{name}) } @{$record->{columns}};
}

# Who can trust this KVM: what Consumers.pm judges. A record of before it was noted there is
# judged now.
sub consumers {
	my ($record) = @_;
	my $noted = $record->{run}{consumers};
	return $noted ? @$noted : Consumers::judge($record);
}

# The number of cases with each verdict.
sub counts {
	my ($record) = @_;
	my %nr = map { $_ => 0 } @verdicts;
	$nr{$_->{verdict}}++ for @{$record->{cases}};
	return \%nr;
}

# How a bundle's run in the folder ended, and when (inside/record.sh); nothing if it did not.
sub ended {
	my ($dir) = @_;
	open my $from, '<', "$dir/ended" or return;
	return split ' ', <$from> // '';
}

# Add to an unfinished record what the folder holds, and how the run ended: complete, or a
# signal's name; without it nobody knows, or a bundle has told.
sub complete {
	my ($dir, $record, $end) = @_;
	my $at;
	($end, $at) = ended($dir) if !defined $end;
	# Of a run that was killed they are there, if it was told of before.
	$record->{cases} = [];
	delete @$_{qw(facts moved)} for @{$record->{columns}};
	collect($record, $dir);
	my $run = $record->{run};
	$run->{end} = $end // 'unfinished';
	$run->{ended} = $at // now() if defined $end;
	$run->{counts} = counts($record);
	my @judged = Consumers::judge($record);
	$run->{consumers} = \@judged if @judged;
}

# Complete the record of the folder and write it, if it is not complete; $end is as for
# complete(). Returns the record.
sub finish {
	my ($dir, $end) = @_;
	my $record = load($dir);
	return $record if $record && $record->{run}{end} ne 'unfinished';
	my $begun = defined $record;
	$record //= { version => $version, columns => [], cases => [], run => {} };
	complete($dir, $record, $end);
	# A folder that no run made stays as it is.
	write_to($dir, $record) if $begun;
	return $record;
}

1;
