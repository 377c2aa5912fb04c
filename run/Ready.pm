# SPDX-License-Identifier: GPL-2.0-only
#
# What has to be there before a run: configs that are known, folders that can be written
# to, tools and programs.
package Ready;
use strict;
use warnings;
use Child;
use Place;
use Platform;
use Record;
use Say;

our $log;	# a temporary file, for whoever cleans up

# Each platform must know one of the configs @$asked, and each config must be known to one.
sub check_configs {
	my ($asked, @platforms) = @_;
	my @asked = @$asked;
	my @have;
	for my $platform (@platforms) {
		push @have, @{$platform->{configs}};
		next if $platform->configs_of(\@asked);
		refuse("platform $platform->{name} knows no config",
			"@asked, only: @{$platform->{configs}}");
	}
	for my $config (@asked) {
		next if grep { $_ eq $config } @have, 'all';
		refuse("unknown config '$config'; known: @have all");
	}
}

# A folder for results must be new or empty.
sub check_out {
	my ($out) = @_;
	if (opendir my $dir, $out) {
		refuse("--out $out is not empty, and results are never mixed")
			if grep { !/^\.\.?$/ } readdir $dir;
	}
	my $parent = $out;
	while (!-e $parent) {
		last if $parent !~ s!/[^/]*\z!! || $parent eq '';
	}
	$parent = '/' if $parent eq '';
	-d $parent && -w _ && -x _ or refuse("cannot write to --out $out");
}

# Make the folder of results, and return its name; if none is wanted, a new one, which is
# the latest then unless all that is wanted is a description.
sub make_out {
	my ($out, $describe) = @_;
	require File::Path;
	if (!defined $out) {
		my $results = Place::results();
		eval { File::Path::make_path($results) };
		-w $results or refuse("cannot write to $results (try --out DIR)");
		my @now = localtime;
		my $name = sprintf '%04d%02d%02d-%02d%02d%02d-%d', $now[5] + 1900,
			$now[4] + 1, @now[3, 2, 1, 0], $$;
		$out = "$results/$name";
		rename "$results/.latest.$$", "$results/latest"
			if !$describe && symlink $name, "$results/.latest.$$";
	}
	eval { File::Path::make_path($out); 1 } && -d $out or
		refuse("cannot write to --out $out");
	return $out;
}

# The files and the folder that the user names.
sub check_files {
	my ($options) = @_;
	my ($known, $out) = @$options{qw(known out)};
	refuse("cannot read --known $known") if defined $known && !-r $known;
	check_out($out) if defined $out;
	my %no = (rerun_failed => 'there is no record in',
		against => '--against names no kernel and no record of a run:');
	for (grep { defined $options->{$_} } sort keys %no) {
		Record::load($options->{$_}) or refuse("$no{$_} $options->{$_}");
	}
	my %reports = $options->reports;
	for my $form (sort keys %reports) {
		my $file = $reports{$form};
		next if $file eq '-';
		my $folder = $file =~ s![^/]*\z!!r;
		refuse("cannot write $form $file")
			if !-w $folder || -d $file || (-e $file && !-w $file);
	}
}

sub check_quick {
	my ($options, @platforms) = @_;
	refuse('--quick goes with neither --describe, --soak nor --steps')
		if grep { defined $options->{$_} } qw(describe soak steps);
	my @others = grep { $_->{goal} ne 'programs' } @platforms;
	refuse("--quick is for the tests of KVM, not for $others[0]{name}") if @others;
}

sub check_mutants {
	my ($options) = @_;
	refuse('--mutants wants one platform') if @{$options->{platforms}} > 1;
	refuse('--mutants wants one config') if @{$options->{configs}} > 1;
	refuse('--mutants goes with --platform, --config, --kernel, --seed and --out only')
		if grep { defined $options->{$_} }
			qw(modules list describe in_order);
	refuse('--mutants wants one kernel') if @{$options->{kernels}} > 1;
	my $source = $options->{kernel} // 'sid';
	refuse("--mutants --kernel $source: that is no folder with a kernel's source, and no",
		"kernel of Debian's") if -e $source || $source =~ m!/! and !-d "$source/virt/kvm";
	refuse('--mutants wants one of --peers, --kills and --quick')
		if 1 < grep { defined $options->{$_} } qw(peers kills quick);
}

# Run a command that says itself why it fails.
sub need {
	my (@command) = @_;
	Child::run(@command) == 0 or exit 2;
}

sub build {
	my ($options, $arch, $goal) = @_;
	my @make = ("ARCH=$arch", $goal);
	return need('make', @make) if $options->{v};
	say_line("building build/$arch")
		if !$options->{list} && !-x "build/$arch/probe";
	my $tmp = $ENV{TMPDIR} || '/tmp';
	require File::Temp;
	my $to = eval { File::Temp->new(DIR => $tmp, UNLINK => 0,
		TEMPLATE => 'kvm-dirty-tests.XXXXXX') } or
		refuse("cannot write to $tmp (set TMPDIR)");
	$log = $to->filename;
	my $pid = Child::start(command => ['make', '-s', @make], out => $to,
		err => $to);
	if (Child::wait_for($pid)) {
		open my $from, '<', $log or refuse("$log: $!");
		print while <$from>;
		refuse('the build failed');
	}
	unlink $log;
	undef $log;
}

# Install what is missing if that is wanted, see that nothing is missing, build.
sub set_up {
	my ($options, @platforms) = @_;
	my @mutants = $options->{mutants} ? 'mutants' : ();
	# Which platform it will be is not known before the build.
	my @build = Place::installed() ? () : 'build';
	need('provision/setup.sh', @build, qw(results junit html records rate), @mutants,
		map { @{$_->{needs}} } @platforms ? @platforms : Platform::find('svm'))
		if $options->{setup};
	need('provision/setup.sh', '--check', @build, 'results',
		map({ $options->{$_} ? $_ : () } qw(junit html)),
		@mutants, map { @{$_->{needs}} } @platforms);
	return if $ENV{KVM_DIRTY_BUILD};
	if (Place::installed()) {
		my ($without) = grep { !-d $_->tests } @platforms;
		refuse("platform $without->{name} has programs that are not installed;",
			'it is for the source tree') if $without;
		return;
	}
	my %built;
	for (@platforms ? @platforms : Platform::find('host')) {
		build($options, $_->{arch}, $_->{goal})
			if !$built{"$_->{arch} $_->{goal}"}++;
	}
}

# What the program $build/probe says of this machine, and whether KVM works.
sub probe {
	my ($build, @arguments) = @_;
	my ($status, $said) = Child::output('sh', '-c', 'exec "$@" 2>&1', 'sh',
		"$build/probe", @arguments);
	chomp $said;
	return ($status == 0, $said);
}

1;
