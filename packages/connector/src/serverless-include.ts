import { stackParts, type StackParts } from './stack-parts';
import type { DeletionPolicy } from './template';

/** Filled in by the Serverless Framework: a stage keeps its bucket, or lets it go with the stack. */
const DELETION_POLICY = '${param:deletionPolicy}' as DeletionPolicy;

/** What serverless.yml includes: all parts of a stack; the framework adds the code of the function. */
export function serverlessInclude(): StackParts & { readonly Description: string } {
  return { Description: 'EKS audit logs into Microsoft Sentinel (eks-sentinel)', ...stackParts(DELETION_POLICY) };
}
