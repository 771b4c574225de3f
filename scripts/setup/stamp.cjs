'use strict';
const crypto = require('node:crypto');
const fs = require('node:fs');

/** One hash over texts and the contents of files; a file that is not there counts as empty. */
function keyOf(texts, files) {
  const hash = crypto.createHash('sha256').update(texts.join('\n'));
  for (const file of files) {
    hash.update('\0');
    try {
      hash.update(fs.readFileSync(file));
    } catch (error) {
      if (error.code !== 'ENOENT') throw error;
    }
  }
  return hash.digest('hex');
}

/** What was written for this key, or undefined: a stamp of another key, half a stamp and no stamp are all the same. */
function readStamp(file, key) {
  try {
    const stamp = JSON.parse(fs.readFileSync(file, 'utf8'));
    return stamp.key === key ? stamp.value : undefined;
  } catch {
    return undefined;
  }
}

function writeStamp(file, key, value) {
  const draft = `${file}.${process.pid}`;
  fs.writeFileSync(draft, `${JSON.stringify({ key, value })}\n`);
  fs.renameSync(draft, file);
}

module.exports = { keyOf, readStamp, writeStamp };
