'use strict';
// Checks a Moot checkpoint and an inclusion proof with @sigstore/verify as it is. These files are internal to the package, so its version is pinned.
const { createPublicKey } = require('node:crypto');
const { readFileSync } = require('node:fs');
const path = require('node:path');
const dist = path.join(path.dirname(require.resolve('@sigstore/verify/package.json')), 'dist', 'tlog');
const { verifyCheckpoint } = require(path.join(dist, 'checkpoint.js'));
const { verifyMerkleInclusion } = require(path.join(dist, 'merkle.js'));

const given = JSON.parse(readFileSync(0, 'utf8'));
const bytes = (text) => Buffer.from(text, 'base64');
const spki = Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), bytes(given.publicKey)]);
const log = { logID: bytes(given.keyId), baseURL: given.origin, publicKey: createPublicKey({ key: spki, format: 'der', type: 'spki' }) };
const entry = {
  canonicalizedBody: bytes(given.entry),
  inclusionProof: { checkpoint: { envelope: given.checkpoint }, logIndex: given.index, hashes: given.proof.map(bytes) },
};
try {
  const checkpoint = verifyCheckpoint(entry, [log]);
  verifyMerkleInclusion(entry, checkpoint);
  console.log(`${checkpoint.origin} ${checkpoint.logSize}: entry ${given.index} is in it`);
} catch (error) {
  console.error(`FAIL ${error.name}: ${error.message}`);
  process.exit(1);
}
