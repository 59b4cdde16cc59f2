import { ref } from './intrinsics';
import type { ValueMap } from './template';

/** Conditions of the resources template: name -> definition. */
export const CONDITIONS = {
  IsAzureGovernment: { 'Fn::Equals': [ref('AzureCloud'), 'Government'] },
  CreatesOidcProvider: { 'Fn::Equals': [ref('CreateOidcProvider'), 'true'] },
  CreatesSubscriptionFilter: { 'Fn::Equals': [ref('CreateSubscriptionFilter'), 'true'] },
  CreatesAlarms: { 'Fn::Equals': [ref('CreateAlarms'), 'true'] },
  ProtectsErrors: { 'Fn::Equals': [ref('ProtectErrors'), 'true'] },
  HasKmsKey: { 'Fn::Not': [{ 'Fn::Equals': [ref('KmsKeyArn'), ''] }] },
  HasAlarmTopic: { 'Fn::Not': [{ 'Fn::Equals': [ref('AlarmTopicArn'), ''] }] },
} as const satisfies Readonly<Record<string, ValueMap>>;
