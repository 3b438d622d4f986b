metadata description = 'HopsworksFunctions on Flex Consumption: no stored credential, every role as narrow as Azure has it.'

import { AppOptions, RuntimeName, Tags } from 'types.bicep'

targetScope = 'resourceGroup'

@description('Short environment name, part of every resource name.')
@allowed(['dev', 'test', 'prod'])
param environmentName string = 'dev'

@description('Azure region; Flex Consumption must be offered there.')
param location string = resourceGroup().location

@description('How Azure Functions runs the app: "custom" for the default build, "dotnet-isolated" for -p:FunctionsWorker=official.')
param runtimeName RuntimeName = 'custom'

@description('Memory of one instance, in MB.')
@allowed([512, 2048, 4096])
param instanceMemoryMB int = 512

@description('Most instances that the plan may start.')
@minValue(40)
@maxValue(1000)
param maximumInstanceCount int = 40

@description('Name that keys all stored state, for instance that of the Hopsworks account.')
@minLength(1)
param account string = 'default'

@description('Base address of the Hopsworks API.')
param hopsworksBaseUrl string = 'https://api.hopsworks.ai'

@description('Name of the secret that holds the Hopsworks API key. The key itself is put in the vault by hand, never by a deployment.')
@minLength(1)
@maxLength(127)
param apiKeySecretName string = 'hopsworks-api-key'

@description('Path of the policy file in the package.')
param policiesSource string = 'policies.json'

@description('When Reconcile runs: NCRONTAB, six fields, in UTC.')
param reconcileSchedule string = '0 */5 * * * *'

@description('Days that logs are kept.')
@minValue(30)
@maxValue(730)
param logRetentionInDays int = 30

var stem = 'hopsfn-${environmentName}'
var suffix = take(uniqueString(resourceGroup().id, environmentName), 8)
var identityName = 'id-${stem}'
var insightsName = 'appi-${stem}'
var storageAccountName = 'st${replace(stem, '-', '')}${suffix}'
var vaultName = 'kv-${stem}-${suffix}'
var deploymentContainerName = 'app-package'
var tags Tags = {
  workload: 'hopsworks-functions'
  environment: environmentName
}
var options AppOptions = {
  account: account
  hopsworksBaseUrl: hopsworksBaseUrl
  apiKeySecretName: apiKeySecretName
  policiesSource: policiesSource
  reconcileSchedule: reconcileSchedule
}

resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' = {
  name: identityName
  location: location
  tags: tags
}

module monitoring 'modules/monitoring.bicep' = {
  params: {
    location: location
    tags: tags
    workspaceName: 'log-${stem}'
    insightsName: insightsName
    identityName: identityName
    retentionInDays: logRetentionInDays
  }
  dependsOn: [identity]
}

module storage 'modules/storage.bicep' = {
  params: {
    location: location
    tags: tags
    name: storageAccountName
    identityName: identityName
    deploymentContainerName: deploymentContainerName
  }
  dependsOn: [identity]
}

module vault 'modules/keyvault.bicep' = {
  params: {
    location: location
    tags: tags
    name: vaultName
    identityName: identityName
  }
  dependsOn: [identity]
}

// After the others, because the app fails at its first start without the roles that they grant.
module app 'modules/functionapp.bicep' = {
  params: {
    location: location
    tags: tags
    name: 'func-${stem}-${suffix}'
    planName: 'plan-${stem}'
    identityName: identityName
    insightsName: insightsName
    storageAccountName: storageAccountName
    deploymentContainerName: deploymentContainerName
    vaultName: vaultName
    runtimeName: runtimeName
    instanceMemoryMB: instanceMemoryMB
    maximumInstanceCount: maximumInstanceCount
    options: options
  }
  dependsOn: [monitoring, storage, vault]
}

@description('Name of the function app, to publish the package to.')
output functionAppName string = app.outputs.name

@description('Host name of the function app.')
output functionAppHostName string = app.outputs.hostName

@description('Name of the vault to put the API key in.')
output vaultName string = vault.outputs.name
