metadata description = 'HopsworksFunctions on Flex Consumption: no stored credential, every role as narrow as Azure has it.'

import { distinctAccounts } from 'accounts.bicep'
import { Access, Account, AppOptions, Operator, PrincipalType, Tags, Webhook } from 'types.bicep'

targetScope = 'resourceGroup'

@description('Short environment name, part of every resource name.')
@allowed(['dev', 'test', 'prod'])
param environmentName string = 'dev'

@description('Azure region; Flex Consumption must be offered there.')
param location string = resourceGroup().location

@description('Memory of one instance, in MB.')
@allowed([512, 2048, 4096])
param instanceMemoryMB int = 512

@description('Most instances that the plan may start.')
@minValue(40)
@maxValue(1000)
param maximumInstanceCount int = 40

@description('Spreads app and storage over the zones of the region, if it has any. Costs extra, see docs/operations.md.')
param zoneRedundant bool = false

@description('Name that keys all stored state, for instance that of the Hopsworks account: 1 to 40 lower-case letters, digits and hyphens.')
@minLength(1)
@maxLength(40)
param account string = 'default'

@description('Several Hopsworks accounts in the place of account and apiKeySecretName; hopsworksBaseUrl and policiesSource are for those without their own.')
param accounts Account[] = []

@description('With accounts: most of them that one run of the timer works by itself; more go over a queue to all instances.')
@minValue(1)
@maxValue(50)
param accountsInProcess int = 8

@description('Base address of the Hopsworks API.')
param hopsworksBaseUrl string = 'https://api.hopsworks.ai'

@description('Name of the secret that holds the Hopsworks API key. The key itself is put in the vault by hand, never by a deployment.')
@minLength(1)
@maxLength(127)
param apiKeySecretName string = 'hopsworks-api-key'

@description('Name of the policy file in the container "policies"; without policiesInBlob its path in the package.')
@minLength(1)
param policiesSource string = 'policies.json'

@description('Reads the policy file from the container "policies", where it may change without a deployment, instead of from the package.')
param policiesInBlob bool = true

@description('When Reconcile runs: NCRONTAB, six fields, in UTC. The alert "silent" expects at least one run in 30 minutes.')
param reconcileSchedule string = '0 */5 * * * *'

@description('Systems that may post to /api/webhooks/NAME, as the README describes; their signing secrets are put in the vault by hand.')
param webhooks Webhook[] = []

@description('When the weekly digest goes out: NCRONTAB, six fields, in UTC.')
param digestSchedule string = '0 0 7 * * 1'

@description('Days that logs are kept.')
@minValue(30)
@maxValue(730)
param logRetentionInDays int = 30

@description('Most GB that the workspace takes in on one day; what comes after is lost, alerts on it included.')
@minValue(1)
param dailyLogQuotaGb int = 1

@description('E-mail address that hears of alerts; empty for none, they then show in the portal only.')
param alertEmail string = ''

@description('Object id of the person or workflow that deploys; may store the API key (people only) and the policies. Empty grants nothing.')
param operatorPrincipalId string = ''

@description('What operatorPrincipalId is.')
param operatorPrincipalType PrincipalType = 'User'

@description('Brings back the vault that an earlier deployment to a group of this name left deleted; without a deleted one the deployment fails.')
param recoverVault bool = false

@description('Puts storage and vault behind private endpoints and the app in a virtual network with one fixed outbound address. Costs extra, see docs/operations.md.')
param privateNetwork bool = false

@description('Range of the virtual network, at least a /25; used with privateNetwork only.')
param networkAddressPrefix string = '10.90.0.0/24'

@description('IPv4 addresses or CIDR ranges, none narrower than a /30, from which operators may still reach storage and vault; used with privateNetwork only.')
param operatorAddresses string[] = []

@description('Client id of an Entra ID app registration: people must sign in before any function but health and webhooks answers. Empty for function keys alone.')
param signInClientId string = ''

var stem = 'hopsfn-${environmentName}'
var suffix = take(uniqueString(resourceGroup().id, environmentName), 8)
var identityName = 'id-${stem}'
var insightsName = 'appi-${stem}'
var workspaceName = 'log-${stem}'
var networkName = 'vnet-${stem}'
var storageAccountName = 'st${replace(stem, '-', '')}${suffix}'
var vaultName = 'kv-${stem}-${suffix}'
var deploymentContainerName = 'app-package'
var policiesContainerName = 'policies'
var tags Tags = {
  workload: 'hopsworks-functions'
  environment: environmentName
}
var operator Operator = {
  principalId: operatorPrincipalId
  principalType: operatorPrincipalType
}
var access Access = {
  private: privateNetwork
  // Azure's firewalls take one address without /32, and no /31.
  operatorAddresses: map(
    operatorAddresses,
    address =>
      endsWith(address, '/31')
        ? fail('Storage and vault take no range of two addresses: name both of ${address} by themselves.')
        : replace(address, '/32', '')
  )
}
var severalAccounts = distinctAccounts(accounts)
var options AppOptions = {
  accounts: severalAccounts
  accountsInProcess: accountsInProcess
  account: account
  hopsworksBaseUrl: hopsworksBaseUrl
  apiKeySecretName: apiKeySecretName
  policiesSource: policiesSource
  policiesInBlob: policiesInBlob
  reconcileSchedule: reconcileSchedule
  webhooks: webhooks
  digestSchedule: digestSchedule
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
    workspaceName: workspaceName
    insightsName: insightsName
    identityName: identityName
    retentionInDays: logRetentionInDays
    dailyQuotaGb: dailyLogQuotaGb
  }
  dependsOn: [identity]
}

module alerts 'modules/alerts.bicep' = {
  params: {
    location: location
    tags: tags
    stem: stem
    insightsName: insightsName
    email: alertEmail
  }
  dependsOn: [monitoring]
}

module storage 'modules/storage.bicep' = {
  params: {
    location: location
    tags: tags
    name: storageAccountName
    identityName: identityName
    workspaceName: workspaceName
    deploymentContainerName: deploymentContainerName
    policiesContainerName: policiesContainerName
    queueName: empty(accounts) ? '' : 'reconcile-account'
    zoneRedundant: zoneRedundant
    operator: operator
    access: access
  }
  dependsOn: [identity, monitoring]
}

module vault 'modules/keyvault.bicep' = {
  params: {
    location: location
    tags: tags
    name: vaultName
    identityName: identityName
    workspaceName: workspaceName
    operator: operator
    access: access
    recover: recoverVault
  }
  dependsOn: [identity, monitoring]
}

module network 'modules/network.bicep' = if (privateNetwork) {
  params: {
    location: location
    tags: tags
    name: networkName
    stem: stem
    addressPrefix: networkAddressPrefix
  }
}

module endpoints 'modules/privateendpoints.bicep' = if (privateNetwork) {
  params: {
    location: location
    tags: tags
    networkName: networkName
    storageAccountName: storageAccountName
    queues: !empty(accounts)
    vaultName: vaultName
  }
  dependsOn: [network, storage, vault]
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
    policiesContainerName: policiesContainerName
    vaultName: vaultName
    networkName: privateNetwork ? networkName : ''
    instanceMemoryMB: instanceMemoryMB
    maximumInstanceCount: maximumInstanceCount
    zoneRedundant: zoneRedundant
    signInClientId: signInClientId
    options: options
  }
  dependsOn: [monitoring, storage, vault, endpoints]
}

@description('Name of the function app, to publish the package to.')
output functionAppName string = app.outputs.name

@description('Host name of the function app.')
output functionAppHostName string = app.outputs.hostName

@description('Name of the vault to put the API key in.')
output vaultName string = vault.outputs.name

@description('Name of the secret to put the API key in; with several accounts their names, with a blank between them.')
output apiKeySecretName string = empty(accounts)
  ? apiKeySecretName
  : join(map(severalAccounts, one => one.apiKeySecretName), ' ')

@description('Name of the storage account with the policies container.')
output storageAccountName string = storage.outputs.name

@description('Name of the container for the policy file.')
output policiesContainerName string = policiesContainerName
