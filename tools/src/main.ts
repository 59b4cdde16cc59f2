process.stderr.write('eks-sentinel: no command yet\n');
process.exitCode = 2;
