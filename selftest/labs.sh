#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# labs.sh: the recipes of docs/labs.md, each by its own engine or checker: the folder that
# `make kselftest-install` leaves by the kernel's run_kselftest.sh, LAVA's jobs by the schemas
# of lava-common and by lava-run, the package's tests by autopkgtest, GitHub's and GitLab's
# files by npm's action-validator and gitlab-ci-local, jobs of Kubernetes by the types of its
# API in npm's kubernetes-types. Each checker must also refuse a file that is wrong.
#
# TAP on standard output. It takes some minutes, fetches packages of Debian's to the cache, and
# is no part of `make check`. Slurm and GNU parallel have tests of their own, slurm.sh and
# parallel.sh.
set -u
cd "$(dirname "$0")/.." || exit 2
# shellcheck source=selftest/tap.sh
. selftest/tap.sh
# shellcheck disable=SC2034 # for tap.sh
suite=labs
top=$PWD
cache=${CACHE:-$top/build/cache}
base=$(mktemp -d "${TMPDIR:-/tmp}/kvm-dirty-labs.XXXXXX") || exit 2
trap 'rm -rf "$base"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# has PACKAGE...: they are in the cache, where they were unpacked.
has() {
	for package; do
		provision/fetch.sh "$package" "$cache" >"$base/said" 2>&1 || return 1
	done
}

# --- kselftest

[ "$(id -u)" != 0 ] || provision/setup.sh labs >&2 || exit 2
if ! provision/setup.sh --check labs 2>"$base/said"; then
	skip kselftest "could not be tried: $(cat "$base/said")"
else
	make -s kselftest-install CACHE="$cache" KSELFTEST="$base/kselftest" >"$base/said" 2>&1
	result $? kselftest-install "$(cat "$base/said")"
	[ "$("$base/kselftest/run_kselftest.sh" -l)" = kvm-dirty:gate.sh ]
	result $? kselftest-list
	# Copied somewhere else it is the same.
	mv "$base/kselftest" "$base/moved"
	if [ -r /dev/kvm ] && [ -w /dev/kvm ]; then
		(cd / && HOME=$base KSELFTEST_GATE_SH_ARGS='smoke/armed*' \
			"$base/moved/run_kselftest.sh" 2>&1 | cat) >"$base/said"
		grep -q '^ok 1 selftests: kvm-dirty: gate.sh$' "$base/said" &&
			grep -q '^#   ok . smoke/armed@ring$' "$base/said"
		result $? kselftest-run "$(cat "$base/said")"
	else
		skip kselftest-run 'this machine has no /dev/kvm'
	fi
	# A gate that says 2, which kselftest would take for an expected failure.
	printf '#!/bin/sh\nexit 2\n' >"$base/two"
	chmod +x "$base/two"
	(cd / && DIRTY_GATE=$base/two "$base/moved/run_kselftest.sh" 2>&1 | cat) >"$base/said"
	grep -q '^not ok 1 selftests: kvm-dirty: gate.sh # exit=1$' "$base/said"
	result $? kselftest-fails "$(cat "$base/said")"
	# Symbols of the kernel that it was made by.
	tar -C "$base" --wildcards -xJf "$cache/linux-source@7.3"/usr/src/linux-source-*.tar.xz \
		'*/Kconfig*' 2>"$base/said"
	# shellcheck disable=SC2013 # they have no blanks
	for symbol in $(sed -n 's/^CONFIG_\(.*\)=[ym]$/\1/p' "$base/moved/kvm-dirty/config"); do
		grep -rqxE "(menu)?config $symbol" "$base"/linux-source-* || echo "$symbol"
	done >"$base/unknown"
	[ -s "$base/moved/kvm-dirty/config" ] && ! [ -s "$base/unknown" ]
	result $? kselftest-config "unknown: $(cat "$base/unknown" "$base/said")"
fi

# --- LAVA

python=/usr/lib/python3/dist-packages
# What lava-dispatcher loads.
modules='lava-dispatcher-host python3-voluptuous python3-yaml python3-configobj python3-jinja2
	python3-markupsafe python3-magic python3-netifaces python3-pexpect python3-ptyprocess
	python3-pyudev python3-requests python3-urllib3 python3-chardet python3-charset-normalizer python3-idna
	python3-certifi python3-setproctitle python3-tz python3-six'
if has lava-common python3-voluptuous python3-yaml; then
	cat >"$base/lava.py" <<-'END'
	import sys, yaml
	from lava_common.schemas import validate
	from lava_common.schemas.test.testdef import testdef
	from voluptuous import Schema
	for file in sys.argv[1:]:
	    data = yaml.safe_load(open(file))
	    Schema(testdef())(data) if "metadata" in data else validate(data)
	END
	lava() {
		PYTHONPATH=$cache/lava-common$python:$cache/python3-voluptuous$python:$cache/python3-yaml$python \
			/usr/bin/python3 "$base/lava.py" "$@" >"$base/said" 2>&1
	}
	for file in packaging/lava/*.yaml; do
		lava "$file"
		result $? "lava-${file##*/}" "$(tail -n 3 "$base/said")"
		sed 's/^  *name:/  nome:/; s/^device_type:/device:/' "$file" >"$base/wrong.yaml"
		! lava "$base/wrong.yaml"
		result $? "lava-wrong-${file##*/}" 'a wrong key went unnoticed'
	done
else
	skip lava "could not be tried: $(tail -n 1 "$base/said")"
fi

# lava-run --validate makes of a job what it will do on a device of LAVA's own template, which
# is more than the schemas know. It loads libguestfs, and does nothing with it then; what it
# leaves in /var/lib goes with the namespace. A host's job it validates only where a worker's own programs are installed, such as tftpd-hpa.
# shellcheck disable=SC2016 # what sh expands
lava_run() { # JOB
	/usr/bin/python3 "$base/device.py" "$cache/lava-server/usr/share/lava-server/device-types" \
		"$1" >"$base/device.yaml" 2>"$base/said" &&
		unshare -m sh -c 'mount -t overlay -o "$0" none /var/lib && exec "$@"' \
			"lowerdir=/var/lib,upperdir=$base/upper,workdir=$base/work" \
			/usr/bin/python3 "$cache/lava-dispatcher/usr/bin/lava-run" --validate \
			--job-id 1 --output-dir "$base/lava" --device "$base/device.yaml" "$1" >"$base/said" 2>&1
}

# shellcheck disable=SC2086 # a list
if [ "$(id -u)" != 0 ]; then
	skip lava-run 'could not be tried: lava-run wants root'
elif has lava-dispatcher lava-server lava-common $modules; then
	mkdir "$base/stub" "$base/upper" "$base/work"
	: >"$base/stub/guestfs.py"
	: >"$base/file"
	PYTHONPATH=$base/stub
	for package in lava-dispatcher lava-common $modules; do
		PYTHONPATH=$PYTHONPATH:$cache/$package$python
	done
	export PYTHONPATH
	cat >"$base/device.py" <<-'END'
	import sys, yaml, jinja2
	loader = jinja2.FileSystemLoader(sys.argv[1])
	job = yaml.safe_load(open(sys.argv[2]))
	device = jinja2.Environment(loader=loader, trim_blocks=True).get_template("qemu.jinja2")
	print(device.render(**job.get("context", {})))
	END
	# What a lab has.
	sed "s!http://files.example/.*!file://$base/file!; s!http://git.example/.*!$top!" \
		packaging/lava/qemu.yaml >"$base/job.yaml"
	lava_run "$base/job.yaml"
	result $? lava-run "$(tail -n 3 "$base/said")"
	for wrong in 's/method: .*/method: kexec/' 's/arch: .*/arch: vax/' 's!/file$!/nowhere!' \
		's/from: git/from: get/'; do
		sed "$wrong" "$base/job.yaml" >"$base/wrong.yaml"
		! lava_run "$base/wrong.yaml" || break
		grep -q '"case": "job".*"result": "fail"' "$base/said" || break
		wrong=''
	done
	nothing lava-run-wrong "${wrong:+it went unnoticed: $wrong}"
	unset PYTHONPATH
else
	skip lava-run "could not be tried: $(tail -n 1 "$base/said")"
fi

# --- GitHub Actions and GitLab CI

if command -v npm >/dev/null && npm install --silent --no-save --prefix "$base/npm" \
	@action-validator/core@0.6.0 @action-validator/cli@0.6.0 gitlab-ci-local@4.55.0 \
	>"$base/said" 2>&1 </dev/null; then
	bin=$base/npm/node_modules/.bin
	"$bin/action-validator" packaging/ci/github.yml >"$base/said" 2>&1
	result $? github "$(cat "$base/said")"
	sed 's/runs-on:/run-on:/' packaging/ci/github.yml >"$base/wrong.yml"
	! "$bin/action-validator" "$base/wrong.yml" >"$base/said" 2>&1
	result $? github-wrong 'a wrong key went unnoticed'
	# It keeps things in the folder that it is in.
	mkdir "$base/gitlab"
	git -C "$base/gitlab" init -q
	cp packaging/ci/gitlab.yml "$base/gitlab/.gitlab-ci.yml"
	(cd "$base/gitlab" && "$bin/gitlab-ci-local" --list) >"$base/said" 2>&1
	grep -q '^shard: \[4/4\]' "$base/said" && ! grep -q 'schema error' "$base/said"
	result $? gitlab "$(cat "$base/said")"
	sed -i 's/parallel: 4/parallel: many/' "$base/gitlab/.gitlab-ci.yml"
	! (cd "$base/gitlab" && "$bin/gitlab-ci-local" --list) >"$base/said" 2>&1
	result $? gitlab-wrong 'a wrong value went unnoticed'
else
	skip github 'could not be tried: npm cannot download its checker'
	skip gitlab 'could not be tried: npm cannot download its checker'
fi

# --- Kubernetes

if command -v npm >/dev/null && npm install --silent --no-save --prefix "$base/k8s" \
	kubernetes-types@1.30.0 typescript@5.9.3 js-yaml@4.1.0 >"$base/said" 2>&1 </dev/null; then
	# A key that the API does not know is an error of the type.
	kubernetes() {
		{
			echo 'import type { Job } from "kubernetes-types/batch/v1";'
			echo 'export const job: Job ='
			"$base/k8s/node_modules/.bin/js-yaml" "$1"
		} >"$base/k8s/job.ts" 2>"$base/said" &&
			"$base/k8s/node_modules/.bin/tsc" --noEmit --strict --moduleResolution node \
				"$base/k8s/job.ts" >"$base/said" 2>&1
	}
	for file in packaging/kubernetes/*.yaml; do
		kubernetes "$file"
		result $? "kubernetes-${file##*/}" "$(cat "$base/said")"
		for wrong in 's/completions:/complitions:/' 's/completions:.*/completions: many/' \
			's/ image:/ picture:/'; do
			sed "$wrong" "$file" >"$base/wrong.yaml"
			! kubernetes "$base/wrong.yaml" || break
		done
		grep -q 'error TS' "$base/said"
		result $? "kubernetes-wrong-${file##*/}" "a wrong key went unnoticed: $wrong"
	done
else
	skip kubernetes 'could not be tried: npm cannot download its checker'
fi

# --- autopkgtest: in a copy of this system that takes no room and is gone in the end

# shellcheck disable=SC2016 # what another shell expands
overlay='mount -t tmpfs none "$1" && mkdir "$1/upper" "$1/work" "$1/root" &&
	mount -t overlay -o "lowerdir=/,upperdir=$1/upper,workdir=$1/work" none "$1/root" &&
	for dir in dev proc sys; do mount --rbind "/$dir" "$1/root/$dir"; done &&
	cp -a "$2/autopkgtest/." "$2/python3-debian/." "$1/root" && mkdir "$1/root/package" &&
	cp -r "$3/debian" "$1/root/package" && cp "$3"/build/deb/*.deb "$1/root/package" &&
	exec chroot "$1/root" sh -c "cd /package && dpkg -i ./*.deb &&
		exec autopkgtest -B --env=CACHE=$2 . -- null"'
if [ "$(id -u)" = 0 ] && has autopkgtest python3-debian && command -v dh >/dev/null; then
	mkdir "$base/overlay"
	make -s deb >"$base/said" 2>&1 &&
		unshare -m sh -c "$overlay" sh "$base/overlay" "$cache" "$top" >"$base/said" 2>&1
	result $? autopkgtest "$(tail -n 40 "$base/said")"
	grep -q '^emulated  *PASS' "$base/said"
	result $? autopkgtest-emulated "$(tail -n 40 "$base/said")"
else
	skip autopkgtest 'could not be tried: it wants root, debhelper and autopkgtest'
fi
finish
