// An example with every option other than by default: replace the addresses and ids by your own.
using 'main.bicep'

param environmentName = 'test'
param zoneRedundant = true
param privateNetwork = true
param operatorAddresses = ['203.0.113.7']
param signInClientId = '00000000-0000-0000-0000-00000000000a'
param operatorPrincipalId = '00000000-0000-0000-0000-00000000000b'
param policiesInBlob = false
param accounts = [
  {
    name: 'research'
    apiKeySecretName: 'hopsworks-api-key-research'
  }
  {
    name: 'customer'
    apiKeySecretName: 'hopsworks-api-key-customer'
    baseUrl: 'https://hopsworks.example.com'
    policiesSource: 'customer.json'
    pricesSource: 'customer-prices.json'
  }
]
// Both go over the queue, which two accounts do not need.
param accountsInProcess = 1
param alertEmail = 'operators@example.com'
param webhooks = [
  {
    name: 'budget'
    kind: 'azureMonitor'
    rule: 'dev'
    action: 'stop'
  }
  {
    name: 'pipeline'
    kind: 'generic'
    signingSecretName: 'pipeline-webhook-key'
  }
]
