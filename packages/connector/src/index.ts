export { kmsKeyStatements } from './kms-key-statements';
export { oidcTemplate } from './oidc-template';
export { PARAMETERS } from './parameters';
export { resolveIntrinsics } from './resolve-intrinsics';
export { resourcesTemplate } from './resources-template';
export { serverlessInclude } from './serverless-include';
export { checkStageValues, fillStack, placeholdersIn } from './serverless-stack';
export type { Resource, Template, Value } from './template';
export { withVersionId } from './version-id';
