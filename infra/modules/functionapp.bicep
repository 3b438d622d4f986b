import { AppOptions, RuntimeName, Tags } from '../types.bicep'

@description('Azure region.')
param location string

@description('Tags for every resource.')
param tags Tags

@description('Globally unique name of the function app.')
param name string

@description('Name of the plan.')
param planName string

@description('Name of the user-assigned identity that the app runs as.')
param identityName string

@description('Name of the Application Insights component.')
param insightsName string

@description('Storage account of the host and of the app\'s state.')
param storageAccountName string

@description('Container that holds the deployed package.')
param deploymentContainerName string

@description('Vault with the API key.')
param vaultName string

@description('How Azure Functions runs the app.')
param runtimeName RuntimeName

@description('Memory of one instance, in MB.')
param instanceMemoryMB int

@description('Most instances that the plan may start.')
param maximumInstanceCount int

@description('What the app reads at start.')
param options AppOptions

var runtimeVersions = {
  custom: '1.0'
  'dotnet-isolated': '10.0'
}

resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' existing = {
  name: identityName
}

resource insights 'Microsoft.Insights/components@2020-02-02' existing = {
  name: insightsName
}

resource account 'Microsoft.Storage/storageAccounts@2025-06-01' existing = {
  name: storageAccountName
}

resource vault 'Microsoft.KeyVault/vaults@2025-05-01' existing = {
  name: vaultName
}

resource plan 'Microsoft.Web/serverfarms@2025-03-01' = {
  name: planName
  location: location
  tags: tags
  kind: 'functionapp'
  sku: {
    tier: 'FlexConsumption'
    name: 'FC1'
  }
  properties: {
    reserved: true
  }
}

resource app 'Microsoft.Web/sites@2025-03-01' = {
  name: name
  location: location
  tags: tags
  kind: 'functionapp,linux'
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    serverFarmId: plan.id
    httpsOnly: true
    publicNetworkAccess: 'Enabled'
    siteConfig: {
      minTlsVersion: '1.2'
      scmMinTlsVersion: '1.2'
      ftpsState: 'Disabled'
      http20Enabled: true
      remoteDebuggingEnabled: false
    }
    functionAppConfig: {
      deployment: {
        storage: {
          type: 'blobContainer'
          value: '${account.properties.primaryEndpoints.blob}${deploymentContainerName}'
          authentication: {
            type: 'UserAssignedIdentity'
            userAssignedIdentityResourceId: identity.id
          }
        }
      }
      scaleAndConcurrency: {
        instanceMemoryMB: instanceMemoryMB
        maximumInstanceCount: maximumInstanceCount
      }
      // Instead of FUNCTIONS_WORKER_RUNTIME, which Flex Consumption refuses.
      runtime: {
        name: runtimeName
        version: runtimeVersions[runtimeName]
      }
    }
  }

  resource settings 'config' = {
    name: 'appsettings'
    properties: {
      AzureWebJobsStorage__accountName: account.name
      AzureWebJobsStorage__credential: 'managedidentity'
      AzureWebJobsStorage__clientId: identity.properties.clientId
      AZURE_CLIENT_ID: identity.properties.clientId
      APPLICATIONINSIGHTS_CONNECTION_STRING: insights.properties.ConnectionString
      APPLICATIONINSIGHTS_AUTHENTICATION_STRING: 'ClientId=${identity.properties.clientId};Authorization=AAD'
      Account: options.account
      Hopsworks__BaseUrl: options.hopsworksBaseUrl
      Hopsworks__ApiKeySecretName: options.apiKeySecretName
      KeyVault__Uri: vault.properties.vaultUri
      Policies__Source: options.policiesSource
      ReconcileSchedule: options.reconcileSchedule
      State__BlobServiceUri: account.properties.primaryEndpoints.blob
      State__TableServiceUri: account.properties.primaryEndpoints.table
    }
  }

  resource noFtp 'basicPublishingCredentialsPolicies' = {
    name: 'ftp'
    properties: {
      allow: false
    }
  }

  resource noScm 'basicPublishingCredentialsPolicies' = {
    name: 'scm'
    properties: {
      allow: false
    }
  }
}

@description('Name of the function app.')
output name string = app.name

@description('Host name of the function app.')
output hostName string = app.properties.defaultHostName
