import { accountSettings } from '../accounts.bicep'
import { AppOptions, Tags } from '../types.bicep'
import { webhookSettings } from '../webhooks.bicep'

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

@description('Container for the policy file.')
param policiesContainerName string

@description('Vault with the API key.')
param vaultName string

@description('Virtual network with the subnet "app"; empty for none.')
param networkName string

@description('Memory of one instance, in MB.')
param instanceMemoryMB int

@description('Most instances that the plan may start.')
param maximumInstanceCount int

@description('Spreads instances over the zones of the region.')
param zoneRedundant bool

@description('Client id of the app registration that people sign in with; empty for no sign-in.')
param signInClientId string

@description('What the app reads at start.')
param options AppOptions

var several = !empty(options.accounts)
var policiesFolder = '${account.properties.primaryEndpoints.blob}${policiesContainerName}/'

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

resource network 'Microsoft.Network/virtualNetworks@2025-01-01' existing = if (!empty(networkName)) {
  name: networkName

  resource subnet 'subnets' existing = {
    name: 'app'
  }
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
    zoneRedundant: zoneRedundant
  }
}

resource app 'Microsoft.Web/sites@2025-03-01' = {
  name: name
  location: location
  tags: union(tags, {
    // How azd finds what azure.yaml calls "app".
    'azd-service-name': 'app'
  })
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
    virtualNetworkSubnetId: empty(networkName) ? null : network::subnet.id
    siteConfig: {
      minTlsVersion: '1.2'
      scmMinTlsVersion: '1.2'
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
        name: 'dotnet-isolated'
        version: '10.0'
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
      APPLICATIONINSIGHTS_STATSBEAT_DISABLED: 'true'
      APPLICATIONINSIGHTS_SDKSTATS_DISABLED: 'true'
      ...(several
        ? {
            AccountsInProcess: string(options.accountsInProcess)
            Hopsworks__BaseUrl: options.hopsworksBaseUrl
            State__QueueServiceUri: account.properties.primaryEndpoints.queue
            State__credential: 'managedidentity'
            State__clientId: identity.properties.clientId
            ...accountSettings(options.accounts, options.policiesInBlob ? policiesFolder : '', policiesFolder)
          }
        : {
            Account: options.account
            Hopsworks__BaseUrl: options.hopsworksBaseUrl
            Hopsworks__ApiKeySecretName: options.apiKeySecretName
          })
      // Nothing polls a queue that is not used. As the portal and the documentation spell it; on Linux its dots become underscores, which
      // the host reads too.
      ...(length(options.accounts) <= options.accountsInProcess
        ? { 'AzureWebJobs.ReconcileAccount.Disabled': 'true' }
        : {})
      KeyVault__Uri: vault.properties.vaultUri
      Policies__Source: options.policiesInBlob
        ? '${account.properties.primaryEndpoints.blob}${policiesContainerName}/${options.policiesSource}'
        : options.policiesSource
      ReconcileSchedule: options.reconcileSchedule
      DigestSchedule: options.digestSchedule
      Savings__PricesSource: '${account.properties.primaryEndpoints.blob}${policiesContainerName}/prices.json'
      State__BlobServiceUri: account.properties.primaryEndpoints.blob
      State__TableServiceUri: account.properties.primaryEndpoints.table
      ...webhookSettings(options.webhooks)
      ...(empty(signInClientId)
        ? {}
        : {
            OVERRIDE_USE_MI_FIC_ASSERTION_CLIENTID: identity.properties.clientId
          })
    }
  }

  // Health is for monitors and webhooks are for machines, which cannot sign in; both still ask for a function key.
  resource signIn 'config' = if (!empty(signInClientId)) {
    name: 'authsettingsV2'
    properties: {
      platform: {
        enabled: true
      }
      globalValidation: {
        requireAuthentication: true
        unauthenticatedClientAction: 'RedirectToLoginPage'
        redirectToProvider: 'azureactivedirectory'
        // By their full names, since it is not documented what a wildcard would leave out.
        excludedPaths: concat(['/api/health'], map(options.webhooks, hook => '/api/webhooks/${hook.name}'))
      }
      httpSettings: {
        requireHttps: true
      }
      identityProviders: {
        azureActiveDirectory: {
          enabled: true
          registration: {
            clientId: signInClientId
            // Not a secret: the app's identity vouches for it, through a federated credential of the app registration.
            clientSecretSettingName: 'OVERRIDE_USE_MI_FIC_ASSERTION_CLIENTID'
            openIdIssuer: '${environment().authentication.loginEndpoint}${tenant().tenantId}/v2.0'
          }
          validation: {
            allowedAudiences: [signInClientId, 'api://${signInClientId}']
          }
        }
      }
    }
    dependsOn: [noScmPassword]
  }

  // One after another, since App Service answers 409 to a second change of the app while it makes the first.
  resource noFtpPassword 'basicPublishingCredentialsPolicies' = {
    name: 'ftp'
    properties: {
      allow: false
    }
    dependsOn: [settings]
  }

  resource noScmPassword 'basicPublishingCredentialsPolicies' = {
    name: 'scm'
    properties: {
      allow: false
    }
    dependsOn: [noFtpPassword]
  }
}

@description('Name of the function app.')
output name string = app.name

@description('Host name of the function app.')
output hostName string = app.properties.defaultHostName
