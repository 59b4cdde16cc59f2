import type { AwsOptions } from '../aws/aws-options';

/** What `eks-sentinel doctor` is told. */
export interface DoctorOptions extends AwsOptions {
  readonly stack?: string;
  readonly stage?: string;
  readonly cluster?: string[];
  readonly logGroup?: string;
  readonly stream?: string;
  readonly function?: string;
  readonly bucket?: string;
  readonly queue?: string;
  readonly role?: string;
  readonly workspaceId?: string[];
  readonly azureCloud?: 'Commercial' | 'Government';
  readonly preflight?: true;
  readonly probe?: true;
  readonly probeTimeout: number;
  readonly yes?: true;
  readonly dryRun?: true;
  readonly json?: true;
}
