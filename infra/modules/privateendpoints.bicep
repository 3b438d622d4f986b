import { Tags } from '../types.bicep'

@description('Azure region.')
param location string

@description('Tags for every resource.')
param tags Tags

@description('Virtual network with the subnet "endpoints".')
param networkName string

@description('Storage account to reach.')
param storageAccountName string

@description('Whether the storage account has a queue to reach.')
param queues bool

@description('Vault to reach.')
param vaultName string

@description('One service that gets an address in the network.')
@sealed()
type Target = {
  @description('Group of the service, as Azure names it.')
  group: string

  @description('Resource id.')
  id: string

  @description('Private DNS zone that answers for it.')
  zone: string
}

var targets Target[] = concat(
  [
    {
      group: 'blob'
      id: account.id
      zone: 'privatelink.blob.${environment().suffixes.storage}'
    }
    {
      group: 'table'
      id: account.id
      zone: 'privatelink.table.${environment().suffixes.storage}'
    }
    {
      group: 'vault'
      id: vault.id
      zone: 'privatelink${replace(environment().suffixes.keyvaultDns, '.vault.', '.vaultcore.')}'
    }
  ],
  queues
    ? [
        {
          group: 'queue'
          id: account.id
          zone: 'privatelink.queue.${environment().suffixes.storage}'
        }
      ]
    : []
)

resource account 'Microsoft.Storage/storageAccounts@2025-06-01' existing = {
  name: storageAccountName
}

resource vault 'Microsoft.KeyVault/vaults@2025-05-01' existing = {
  name: vaultName
}

// One after another: storage takes no second endpoint while it works on the first (StorageAccountOperationInProgress).
@batchSize(1)
module endpoints 'privateendpoint.bicep' = [
  for target in targets: {
    params: {
      location: location
      tags: tags
      networkName: networkName
      group: target.group
      targetId: target.id
      zoneName: target.zone
    }
  }
]
