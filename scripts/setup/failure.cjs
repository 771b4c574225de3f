'use strict';
const path = require('node:path');

/** A set-up that cannot go on, told in one line: what is missing and what to do. */
class SetupError extends Error {
  constructor(message, exitCode = 3) {
    super(message);
    this.name = 'SetupError';
    this.exitCode = exitCode;
  }

  /** Turns the file system's own refusals into such a line; anything else is a bug and stays as it is. */
  static from(error, root) {
    const where = error?.path ?? root;
    switch (error?.code) {
      case 'ENOSPC':
      case 'EDQUOT':
        return new SetupError(`the disk is full (${where}). Free some space and run the same command again.`);
      case 'EACCES':
      case 'EPERM':
      case 'EROFS':
        return new SetupError(
          `cannot write to ${where}. Give yourself write access to it and run the same command again.`,
        );
      case 'EEXIST':
      case 'ENOTDIR':
        return new SetupError(
          `${where} is in the way: a folder of that name is needed. Move it and run the same command again.`,
        );
      default:
        return error;
    }
  }
}

/** What a program's output says about why it failed, from the most telling sign to the least. */
const signs = [
  {
    sign: /ENOSPC|EDQUOT|no space left on device|disk quota exceeded/i,
    say: 'the disk is full. Free some space',
  },
  {
    sign: /CERT_|SELF_SIGNED|certificate verify failed|UnknownIssuer|invalid peer certificate|unable to get local issuer/i,
    say: "the registry's certificate is not trusted here. Set NODE_EXTRA_CA_CERTS and SSL_CERT_FILE to your proxy's certificate",
  },
  {
    sign: /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|ERR_SOCKET|ENOTCACHED|network timeout|Failed to establish a new connection|NameResolutionError|Temporary failure in name resolution|dns error|error sending request|operation timed out|network was disabled|Network connectivity is disabled/i,
    say: 'the registry cannot be reached. Check the connection',
  },
  { sign: /EACCES|EROFS|Permission denied/i, say: 'a folder cannot be written to. Check who owns it' },
];

/** The one line for a program that failed: `what` was being done, `result` is what the program left behind. */
function explain(what, result, root) {
  const found = signs.find(({ sign }) => sign.test(result.output));
  if (found)
    return new SetupError(`could not ${what}: ${found.say} and run the same command again; it goes on from here.`);
  const lines = result.output.split('\n').filter((line) => line.trim() !== '');
  const told = lines.find((line) => /error/i.test(line)) ?? lines.at(-1) ?? `exit code ${result.code}`;
  const log = path.relative(root, result.log);
  return new SetupError(`could not ${what}: ${told.trim().slice(0, 200)} (the whole output is in ${log}).`);
}

module.exports = { SetupError, explain };
