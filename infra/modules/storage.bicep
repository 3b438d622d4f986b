import { Access, Operator, Tags } from '../types.bicep'

@description('Azure region.')
param location string

@description('Tags for every resource.')
param tags Tags

@description('Globally unique account name.')
@minLength(3)
@maxLength(24)
param name string

@description('Name of the user-assigned identity that gets data access.')
param identityName string

@description('Workspace that hears of every write and delete.')
param workspaceName string

@description('Container that holds the deployed package.')
param deploymentContainerName string

@description('Container for the policy file.')
param policiesContainerName string

@description('Queue between the app and its function for one account; empty for none.')
param queueName string

@description('Keeps copies in several zones.')
param zoneRedundant bool

@description('Who may write policies.')
param operator Operator

@description('Who may reach the account.')
param access Access

// The host wants the blob owner for its own leases and keys, and tables for its diagnostic events; the app's state needs no more. Where
// there is a queue, the app sends to it, and the host receives, deletes and makes a queue for what failed.
var roles = {
  blobDataOwner: 'b7e6dc6d-f1e8-4753-8033-0f276bb0955b'
  tableDataContributor: '0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3'
  ...(empty(queueName)
    ? {}
    : {
        queueDataContributor: '974c5e8b-45b9-4653-ba55-5f855dd0fb88'
      })
}
var blobDataContributorRoleId = 'ba92f5b4-2d11-453d-a403-e96b0029c9fe'
var writes = [
  {
    category: 'StorageWrite'
    enabled: true
  }
  {
    category: 'StorageDelete'
    enabled: true
  }
]

resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' existing = {
  name: identityName
}

resource workspace 'Microsoft.OperationalInsights/workspaces@2025-07-01' existing = {
  name: workspaceName
}

resource account 'Microsoft.Storage/storageAccounts@2025-06-01' = {
  name: name
  location: location
  tags: tags
  kind: 'StorageV2'
  sku: {
    name: zoneRedundant ? 'Standard_ZRS' : 'Standard_LRS'
  }
  properties: {
    accessTier: 'Hot'
    allowBlobPublicAccess: false
    allowCrossTenantReplication: false
    allowSharedKeyAccess: false
    defaultToOAuthAuthentication: true
    minimumTlsVersion: 'TLS1_2'
    publicNetworkAccess: access.private && empty(access.operatorAddresses) ? 'Disabled' : 'Enabled'
    supportsHttpsTrafficOnly: true
    networkAcls: {
      bypass: 'None'
      defaultAction: access.private ? 'Deny' : 'Allow'
      ipRules: [
        for address in (access.private ? access.operatorAddresses : []): {
          value: address
          action: 'Allow'
        }
      ]
    }
  }

  resource blobs 'blobServices' = {
    name: 'default'
    properties: {
      isVersioningEnabled: true
      deleteRetentionPolicy: {
        enabled: true
        days: 7
      }
      containerDeleteRetentionPolicy: {
        enabled: true
        days: 7
      }
    }

    resource package 'containers' = {
      name: deploymentContainerName
      properties: {
        publicAccess: 'None'
      }
    }

    // Leases, so that two overlapping runs do not act twice, and daily snapshots of the state.
    resource leases 'containers' = {
      name: 'hopsworks-functions'
      properties: {
        publicAccess: 'None'
      }
    }

    resource policies 'containers' = {
      name: policiesContainerName
      properties: {
        publicAccess: 'None'
      }
    }
  }

  resource tables 'tableServices' = {
    name: 'default'

    resource state 'tables' = {
      name: 'HopsworksFunctions'
    }
  }

  resource queues 'queueServices' = if (!empty(queueName)) {
    name: 'default'

    resource accounts 'queues' = {
      name: queueName
    }
  }
}

// Versions are there to undo a mistake; without this each write of the host's leases and each package would be kept for ever.
resource cleanup 'Microsoft.Storage/storageAccounts/managementPolicies@2025-06-01' = {
  parent: account
  name: 'default'
  // An action on versions is refused until there are some.
  dependsOn: [account::blobs]
  properties: {
    policy: {
      rules: [
        {
          name: 'old-versions'
          type: 'Lifecycle'
          enabled: true
          definition: {
            filters: {
              blobTypes: ['blockBlob']
            }
            actions: {
              version: {
                delete: {
                  daysAfterCreationGreaterThan: 30
                }
              }
            }
          }
        }
      ]
    }
  }
}

resource grants 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for role in items(roles): {
    name: guid(account.id, identity.id, role.value)
    scope: account
    properties: {
      principalId: identity.properties.principalId
      principalType: 'ServicePrincipal'
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', role.value)
    }
  }
]

resource operatorGrant 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (!empty(operator.principalId)) {
  name: guid(account::blobs::policies.id, operator.principalId, blobDataContributorRoleId)
  scope: account::blobs::policies
  properties: {
    principalId: operator.principalId
    principalType: operator.principalType
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', blobDataContributorRoleId)
  }
}

resource blobAudit 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'to-workspace'
  scope: account::blobs
  properties: {
    workspaceId: workspace.id
    logs: writes
  }
}

resource tableAudit 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'to-workspace'
  scope: account::tables
  properties: {
    workspaceId: workspace.id
    logs: writes
  }
}

@description('Account name.')
output name string = account.name
