/** The packages `node-*` write `os` and `cpu` as one text each; pnpm reads lists, and would install all of them everywhere. */
function readPackage(manifest) {
  if (/^node-(linux|win)-/.test(manifest.name ?? '')) {
    manifest.os = [manifest.os].flat();
    manifest.cpu = [manifest.cpu].flat();
  }
  return manifest;
}

module.exports = { hooks: { readPackage } };
