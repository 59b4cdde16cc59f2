'use strict';

const { existsSync, readFileSync, rmSync } = require('node:fs');
const { join } = require('node:path');

// The definitions are TypeScript; the hook is taken off again, so that the framework's own modules load as ever.
const { unregister } = require('esbuild-register/dist/node').register({ target: 'node20' });
const { checkStageValues, fillStack, placeholdersIn, withVersionId } = require('@eks-sentinel/connector');
unregister();

/** Below the work folder of serverless-esbuild. */
const BUNDLE = '.build/services/transform/src/lambda.cjs';

/**
 * Checks the parameters of a stage, gives every cluster its parts, and names the version of the function after its code
 * and configuration. Listed after serverless-esbuild, whose bundle it reads.
 */
module.exports = class EksSentinelPlugin {
  constructor(serverless) {
    this.serverless = serverless;
    this.hooks = {
      initialize: () => this.fillStage(),
      'before:package:cleanup': () => this.removeStaleOutput(),
      'before:package:createDeploymentArtifacts': () => this.readBundle(),
      'after:aws:package:finalize:mergeCustomProviderResources': () => this.nameVersion(),
    };
  }

  fillStage() {
    const { service, configurationInput, processedInput } = this.serverless;
    const values = Object.fromEntries(
      Object.entries(service.custom.stageValues).map(([name, value]) => [name, String(value)]),
    );
    const sentences = [
      ...this.checkStage(Object.keys(configurationInput.params)),
      ...checkGiven(processedInput.options.param ?? [], Object.keys(values)),
      ...checkStageValues(values),
    ];
    if (processedInput.commands[0] === 'deploy' && processedInput.commands[1] !== 'list') {
      for (const name of placeholdersIn(values)) {
        sentences.push(`${name} still holds its placeholder: give --param "${name}=<value>"`);
      }
    }
    if (sentences.length > 0) throw new this.serverless.classes.Error(sentences.join('\n'), 'EKS_SENTINEL_PARAMETERS');

    service.resources = fillStack(service.resources, values);
  }

  checkStage(params) {
    const stage = this.serverless.getProvider('aws').getStage();
    const stages = params.filter((name) => name !== 'default');
    return stages.includes(stage) ? [] : [`--stage ${stage}: no such stage; there are ${stages.join(', ')}`];
  }

  /** Files of an earlier build would end up in the zip. */
  removeStaleOutput() {
    const { service, serviceDir, processedInput } = this.serverless;
    const folders = [service.custom.esbuild.outputWorkFolder];
    if (!processedInput.options.package) folders.push('.serverless');
    for (const folder of folders) rmSync(join(serviceDir, folder), { recursive: true, force: true });
  }

  readBundle() {
    const { service, serviceDir } = this.serverless;
    const file = join(service.custom.esbuild.outputWorkFolder, BUNDLE);
    if (!existsSync(join(serviceDir, file))) {
      throw new this.serverless.classes.Error(`no bundle at ${file}`, 'EKS_SENTINEL_BUNDLE');
    }
    this.bundle = readFileSync(join(serviceDir, file));
  }

  nameVersion() {
    const { provider } = this.serverless.service;
    const template = withVersionId(provider.compiledCloudFormationTemplate, this.bundle);
    // The function refers to its role, which is a dependency already; linters stumble over a second one.
    delete template.Resources.TransformLambdaFunction.DependsOn;
    provider.compiledCloudFormationTemplate = template;
  }
};

/** The framework passes over a `--param` that nothing reads: a misspelt name would deploy the default. */
function checkGiven(given, known) {
  return given
    .map((pair) => pair.slice(0, pair.indexOf('=')))
    .filter((name) => !known.includes(name))
    .map((name) => `--param ${name}: no such parameter; there are ${known.join(', ')}`);
}
