import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** Where real audit events lie beside a checkout, if they do. They are read for checks and never copied. */
export const CORPUS = [process.env['AUDIT_CORPUS_DIR'], resolve(__dirname, '../../../../shared/corpus')].find(
  (folder) => folder !== undefined && folder !== '' && existsSync(folder),
);

/** The lines of the public events of today's format. */
export function corpusEvents(): string[] {
  const folder = join(CORPUS!, 'open');
  return readdirSync(folder).flatMap((name) =>
    readFileSync(join(folder, name), 'utf8')
      .split('\n')
      .filter((line) => line !== ''),
  );
}

/** The audit policy of EKS as its documentation prints it. */
export function corpusPolicy(): string {
  return readFileSync(join(CORPUS!, 'eks-audit-policy.yaml'), 'utf8');
}
