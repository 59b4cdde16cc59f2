'use strict';

// Preloaded by a test: the last line on standard error says how much memory the process took at most, in bytes.
process.on('exit', () => {
  process.stderr.write(`${process.resourceUsage().maxRSS * 1024}\n`);
});
