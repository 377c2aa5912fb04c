# SPDX-License-Identifier: GPL-2.0-only
#
# What a platform is: the description in platforms/NAME.pl, a file of Perl that ends
# with a reference to a hash. docs/adding-a-platform.md has the smallest one. Keys, with
# their defaults in brackets; those without a default have to be there:
#
#   order       its place among the platforms, in lists and when they are run
#   configs     [NAME => {...}, ...]: the configs in their order; default is the first
#   limits      {boot_s, silent_s, slowness}: the seconds to the first frame, the
#               seconds between two lines, and how many times slower than this host it
#               is
#   arch        x86 or arm64, of its test programs [this machine's]
#   goal        what make builds for it: programs, or vmm for the tests of QEMU
#               [programs]
#   all         0 if --platform all leaves it out [1]
#   alone       1 if nothing may run beside it [0]
#   only        arguments for the test programs that leave cases out [none]
#   cpus        [N, ...]: the numbers of CPUs that its boots can have. A case gets a
#               boot with the number that suits it. Not for the goal vmm [all boots
#               have as many, two at least]
#   per_boot    so many configs share a boot, one after another [1]
#   needs       names of sets in provision/setup.sh that must be installed [none]
#   about       a few words for --help [none]
#   help        {CONFIG => text}: words for --help about configs [none]
#
# How it is run. Either
#   here        TERM or KILL: the test programs run on this machine itself, and get
#               this signal when the runner is gone
# or
#   command     sub(BOOT): returns the emulator's command line, a list. It is called in
#               the process that becomes the emulator. Results come on its standard
#               output. BOOT is a hash that start_machine() in run/Run.pm explains.
# and for a machine that boots a kernel (without a package there is none):
#   package     the Debian package of that kernel. --mutants builds KVM for it [none]
#   driver      the module that KVM needs there [KVM is built in]
#   load        names of the modules that are loaded, and if need be packed for it [none]
#   port        the machine's serial port that results leave on [ttyS1]
#   slow        1 to spare the machine what takes it long: signatures of modules, and
#               warnings that come again [0]
#   saved       1 if the emulator is a QEMU whose machine is saved when it has booted,
#               and restored in the next run (Snapshot.pm) [0]
#   fetch       packages that are downloaded and unpacked [none]
#   overhead    the MiB that the emulator needs besides the machine's memory [0]
#   check       sub(CONFIG...): calls refuse() if it cannot run here [nothing to check]
#   more_args   sub(CONFIG): more arguments for the test programs, for what only check
#               finds out [none]
#   version     sub(): the emulator's name and version, one line, once check was called
#               [no emulator]
#   prepare     sub(DIR): makes what a boot needs in DIR [nothing]
#
# Keys of a platform that hold for all of its configs, or of one config:
#   modules     [MODULE.PARAMETER=VALUE, ...]: parameters of modules. They are read
#               back, and an unexpected value is an error [none]
#   kernel      kvm-arm.mode=MODE on the kernel's command line: the log must say that it
#               took. For other parameters see early [none]
#   early       more words for the kernel's command line [none]
#   args        arguments for the test programs [none]
# and, where one of a config wins:
#   minutes     that a boot takes, about: what takes longest is started first [20]
#   memory      MiB of the machine [2560]
#   package     see above
#   busybox     the package of a busybox for that architecture [this machine's]
# Keys of a config alone:
#   pools       {SIZE => N}: pools of huge pages, as in /sys/kernel/mm/hugepages/
#               hugepages-SIZE, that must have N pages [none]
#   pages_kib   the size of pages, KiB, that the kernel must have [any]
#   beside      a script in inside/ that is run beside the tests [none]
#   through     a program that starts the test programs [none]
#   smp         QEMU's word for the CPUs, in every boot [as many as the jobs need]
#   emulator    [OPTION, ...]: more options of the emulator [none]
#   guest       for the goal vmm, the architecture of QEMU's guest [arch]
package Platform;
use strict;
use warnings;
use POSIX ();
use Say;

# The tree's top folder, and this machine's architecture.
our ($top) = __FILE__ =~ m!^(/.*)/[^/]+/[^/]+\z! or
	die "the folder of the runner's modules is not an absolute one\n";
our $native = (POSIX::uname())[4] eq 'aarch64' ? 'arm64' : 'x86';

my @list = qw(cpus needs load fetch modules kernel early emulator);
my %list = map { $_ => 1 } @list;
my @both = qw(modules kernel early args minutes memory package busybox);
my %config_key = map { $_ => 1 } @both, qw(pools pages_kib beside through smp emulator
	guest);
my %default = (
	arch => $native, goal => 'programs', all => 1, only => '', alone => 0, cpus => [],
	per_boot => 1, needs => [], about => '', help => {}, here => undef, command => undef,
	package => undef, driver => '', load => [], port => 'ttyS1', slow => 0, saved => 0,
	fetch => [], overhead => 0, check => undef,
	more_args => undef, version => undef, prepare => undef, modules => [], kernel => [], early => [], args => '',
	minutes => 20, memory => 2560, busybox => undef,
);
my @required = qw(order configs limits);
my %known = map { $_ => 1 } @required, keys %default;

sub wrong {
	my ($file, @words) = @_;
	refuse("$file: @words");
}

sub check_list {
	my ($file, $key, $value) = @_;
	wrong($file, "'$key' is not a list") if $list{$key} && ref $value ne 'ARRAY';
}

# A description, checked, as an object. $file is for messages.
sub new {
	my ($class, $name, $file, $description) = @_;
	ref $description eq 'HASH' or wrong($file, 'it does not end with a hash');
	for my $key (sort keys %$description) {
		$known{$key} or wrong($file, "unknown key '$key'");
		check_list($file, $key, $description->{$key});
	}
	for my $key (@required) {
		defined $description->{$key} or wrong($file, "key '$key' is missing");
	}
	!$description->{here} != !$description->{command} or
		wrong($file, "one of the keys 'here' and 'command' is wanted");
	for my $key (qw(boot_s silent_s slowness)) {
		($description->{limits}{$key} // '') =~ /^[1-9]\d*$/ or
			wrong($file, "limits: key '$key' is missing, or no number");
	}
	my @limits = grep { !/^(?:boot_s|silent_s|slowness)$/ }
		sort keys %{$description->{limits}};
	wrong($file, "limits: unknown key '$limits[0]'") if @limits;
	my $self = bless { %default, %$description, name => $name, file => $file,
		configs => [], config => {} }, $class;
	$self->{arch} =~ /^(?:x86|arm64)$/ or
		wrong($file, "arch: there is no '$self->{arch}'");
	$self->{goal} =~ /^(?:programs|vmm)$/ or
		wrong($file, "goal: there is no '$self->{goal}'");
	# A test of QEMU does not say how many CPUs suit a case.
	wrong($file, "'cpus' is for the goal programs") if $self->{goal} ne 'programs' &&
		@{$self->{cpus}};
	my @configs = @{$description->{configs}};
	@configs && @configs % 2 == 0 or
		wrong($file, "'configs' is not a list of names and hashes");
	while (my ($config, $of) = splice @configs, 0, 2) {
		$self->add_config($config, $of);
	}
	return $self;
}

sub add_config {
	my ($self, $config, $of) = @_;
	my $file = $self->{file};
	$config =~ /^[a-z0-9][a-z0-9-]*$/ && $config ne 'all' or
		wrong($file, "'$config' is no name of a config");
	wrong($file, "config $config is there twice") if $self->{config}{$config};
	ref $of eq 'HASH' or wrong($file, "config $config is not a hash");
	for my $key (sort keys %$of) {
		$config_key{$key} or
			wrong($file, "config $config: unknown key '$key'");
		check_list("$file: config $config", $key, $of->{$key});
	}
	my %all = (%$of, name => $config);
	for my $key (qw(modules kernel early)) {
		$all{$key} = [@{$self->{$key}}, @{$of->{$key} // []}];
	}
	$all{args} = join ' ', grep { length } $self->{args}, $of->{args} // '';
	$all{$_} //= $self->{$_} for qw(minutes memory package busybox);
	$all{pools} //= {};
	$all{emulator} //= [];
	push @{$self->{configs}}, $config;
	$self->{config}{$config} = \%all;
}

# The hash in platforms/$name.pl, for a platform that is like it but for a few keys.
sub description {
	my ($name) = @_;
	my $file = "platforms/$name.pl";
	local ($@, $!);
	my @warnings;
	local $SIG{__WARN__} = sub { push @warnings, @_ };
	my $description = do "$top/$file";
	wrong($file, ($@ || $!) =~ s/\n.*//sr) if !defined $description;
	print STDERR @warnings;
	return $description;
}

my @all;

# All platforms in their order.
sub all {
	return @all if @all;
	for my $file (glob "\Q$top\E/platforms/*.pl") {
		my ($name) = $file =~ m!([^/]+)\.pl$!;
		push @all, Platform->new($name, "platforms/$name.pl",
			description($name));
	}
	return @all = sort { $a->{order} <=> $b->{order} } @all;
}

sub find {
	my ($name) = @_;
	my ($platform) = grep { $_->{name} eq $name } all();
	return $platform // refuse("unknown platform '$name'");
}

# The configs of @$asked that it knows, in that order; 'all' stands for each.
sub configs_of {
	my ($self, $asked) = @_;
	my %seen;
	return grep { !$seen{$_}++ } map {
		my $one = $_;
		$one eq 'all' ? @{$self->{configs}} :
			grep { $_ eq $one } @{$self->{configs}};
	} @$asked ? @$asked : 'default';
}

# What a config is called in the output: this host has one, and it is called host.
sub column {
	my ($self, $config) = @_;
	return $self->{name} eq 'host' ? 'host' : "$self->{name}-$config";
}

# The folder of its programs, and the name that describes it.
sub tests {
	my ($self) = @_;
	my $folder = $self->{goal} ne 'programs' ? $self->{goal} :
		$self->{costs} ? 'costs' : 'tests';
	return ($ENV{KVM_DIRTY_BUILD} || "build/$self->{arch}") . "/$folder";
}

sub describer {
	my ($self) = @_;
	return $self->{goal} eq 'programs' ? 'describe' : "describe-$self->{goal}";
}

# What starts its programs here, to list their cases.
sub launch {
	my ($self) = @_;
	return $self->{arch} eq 'arm64' && $native ne 'arm64' ? 'qemu-aarch64' : '';
}

# Lists of configs, one a boot. A kernel with KVM built in cannot load it anew.
sub boots {
	my ($self, $built_in, @configs) = @_;
	my $most = $built_in ? 1 : $self->{per_boot};
	my @boots;
	push @boots, [splice @configs, 0, $most] while @configs;
	return @boots;
}

# The minutes and the MiB that a boot with these configs takes.
sub cost {
	my ($self, @configs) = @_;
	my ($minutes, $memory) = (0, 0);
	for my $config (map { $self->{config}{$_} } @configs) {
		$minutes += $config->{minutes};
		$memory = $config->{memory} if $config->{memory} > $memory;
	}
	return ($minutes, $memory + $self->{overhead});
}

# Text for --help, in lines that fit there.
sub lines {
	my ($text) = @_;
	my ($line, @lines) = ('');
	for my $word (split ' ', $text) {
		if (length("$line $word") > 58) {
			push @lines, $line;
			$line = $word;
		} else {
			$line .= ($line eq '' ? '' : ' ') . $word;
		}
	}
	return (@lines, $line);
}

sub explained {
	my ($name, $words) = @_;
	return $words ? "$name ($words)" : $name;
}

# The lines of --help about --platform.
sub help_platforms {
	my @left_out = map { $_->{name} } grep { !$_->{all} } all();
	return lines('where to run: ' . join ', ', map({ explained($_->{name}, $_->{about}) } all()),
		'or all' . (@left_out ? ': all but ' . join ', ', @left_out : '') .
		'; repeatable; default: host, or svm where there is no /dev/kvm');
}

# Those about --config: the configs of platforms that have several.
sub help_configs {
	return lines('KVM parameters; for ' . join '; ', map {
		my $platform = $_;
		"$platform->{name}: " . join ', ', map {
			explained($_, $platform->{help}{$_})
		} @{$platform->{configs}};
	} grep { @{$_->{configs}} > 1 } all());
}

1;
