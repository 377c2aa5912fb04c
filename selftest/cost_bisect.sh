#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# Does `git bisect run` find the commit that made KVM slower? A repository of KVM's source
# gets five commits, the third of which copies the bitmap to the caller twice; none changes
# what KVM reports. TAP on standard output. Each step builds KVM's modules and boots a
# machine; the first run builds KVM four times.
set -eu
cd "$(dirname "$0")/.."
# shellcheck source=selftest/tap.sh
. selftest/tap.sh
suite=cost-bisect
top=$PWD
# In build/, as what build.sh keeps is found again by the name of a file there.
dir=$top/build/cost-bisect
file=virt/kvm/kvm_main.c
rows=get/idle@clear
rm -rf "$dir"
mkdir -p "$dir/repo/virt/kvm"
kvm_git() {
	git -C "$dir/repo" -c user.name=drill -c user.email=drill@localhost "$@"
}

# commit WORDS COMMAND...: a commit whose change COMMAND makes.
commit() {
	words=$1
	shift
	"$@" "$dir/repo/$file"
	kvm_git add -A
	kvm_git commit -q -m "$words"
	kvm_git rev-parse HEAD
}

# measured OUT PATCH OPTION...: what KVM with a patch costs, or '' for none.
cat >"$dir/measured" <<-END
	#!/bin/sh
	set -eu
	out=\$1 patch=\$2
	shift 2
	"$top/mutants/build.sh" x86 linux-image-6.12-amd64 "\$patch" >"$dir/built" || exit 125
	exec "$top/run/bisect.sh" --cost --platform svm --out "$dir/\$out" \
		--kernel "\$(sed -n 2p "$dir/built")" --modules "\$(sed -n 3p "$dir/built")" \
		"\$@" $rows
END
# A step of the bisection: the commit's file takes the place of the one that build.sh has.
cat >"$dir/step" <<-END
	#!/bin/sh
	set -eu
	id=\$(git hash-object $file)
	cp $file "$dir/\$id.c"
	printf '# files: %s\n1r %s\nd\n' $file "$dir/\$id.c" >"$dir/\$id.sed"
	exec "$dir/measured" "\$id" "$dir/\$id.sed" --against "$dir/good"
END
chmod +x "$dir/measured" "$dir/step"

echo 'KTAP version 1'
set +e
said=$("$dir/measured" good '' 2>&1)
result $? good "$said"
kvm_git init -q
cp "build/linux/$file" "$dir/repo/$file"
start=$(commit start true)
commit 'a word' sed -i '1s!^!/* five commits */\n!' >/dev/null
commit 'look first' sed -i -f mutants/costs/control-asks-first.sed >/dev/null
slow=$(commit 'copy twice' sed -i -f mutants/costs/get-copies-twice.sed)
commit 'read twice' sed -i -f mutants/costs/control-reads-twice.sed >/dev/null
end=$(commit 'another word' sed -i '1s!^!/* the last one */\n!')
kvm_git bisect start "$end" "$start" >"$dir/log" 2>&1
kvm_git bisect run "$dir/step" >>"$dir/log" 2>&1
result $? run "$(tail -n 20 "$dir/log")"
grep -qx "$slow is the first bad commit" "$dir/log"
result $? found "$(tail -n 20 "$dir/log")"
grep -q "^DEARER: svm-default $rows" "$dir/log"
result $? row "$(tail -n 20 "$dir/log")"
nothing no-skips "$(grep -E 'No testable commit|skipped revisions' "$dir/log")"
finish
