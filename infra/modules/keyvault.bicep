import { Access, Operator, Tags } from '../types.bicep'

@description('Azure region.')
param location string

@description('Tags for every resource.')
param tags Tags

@description('Globally unique vault name.')
@minLength(3)
@maxLength(24)
param name string

@description('Name of the user-assigned identity that may read secrets.')
param identityName string

@description('Workspace that hears of every access.')
param workspaceName string

@description('Who may store the API key; a workflow may not.')
param operator Operator

@description('Who may reach the vault.')
param access Access

@description('Brings the deleted vault of this name back; without one the deployment fails.')
param recover bool

var keyVaultSecretsUserRoleId = '4633458b-17de-408a-b874-0445c86b69e6'
var keyVaultSecretsOfficerRoleId = 'b86a8fe4-44ce-4948-aee5-eccb2c155cd7'

resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' existing = {
  name: identityName
}

resource workspace 'Microsoft.OperationalInsights/workspaces@2025-07-01' existing = {
  name: workspaceName
}

resource vault 'Microsoft.KeyVault/vaults@2025-05-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    createMode: recover ? 'recover' : 'default'
    tenantId: tenant().tenantId
    sku: {
      family: 'A'
      name: 'standard'
    }
    enableRbacAuthorization: true
    enableSoftDelete: true
    softDeleteRetentionInDays: 90
    enablePurgeProtection: true
    enabledForDeployment: false
    enabledForDiskEncryption: false
    enabledForTemplateDeployment: false
    publicNetworkAccess: access.private && empty(access.operatorAddresses) ? 'Disabled' : 'Enabled'
    networkAcls: {
      bypass: 'None'
      defaultAction: access.private ? 'Deny' : 'Allow'
      ipRules: [
        for address in (access.private ? access.operatorAddresses : []): {
          value: address
        }
      ]
    }
  }
}

resource readerGrant 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(vault.id, identity.id, keyVaultSecretsUserRoleId)
  scope: vault
  properties: {
    principalId: identity.properties.principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', keyVaultSecretsUserRoleId)
  }
}

resource operatorGrant 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (!empty(operator.principalId) && operator.principalType != 'ServicePrincipal') {
  name: guid(vault.id, operator.principalId, keyVaultSecretsOfficerRoleId)
  scope: vault
  properties: {
    principalId: operator.principalId
    principalType: operator.principalType
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', keyVaultSecretsOfficerRoleId)
  }
}

resource audit 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'to-workspace'
  scope: vault
  properties: {
    workspaceId: workspace.id
    logs: [
      {
        categoryGroup: 'audit'
        enabled: true
      }
    ]
  }
}

@description('Vault name.')
output name string = vault.name
