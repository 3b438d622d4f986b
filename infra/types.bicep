@export()
@description('Tags that every resource carries.')
@sealed()
type Tags = {
  @description('What the resource belongs to.')
  workload: string

  @description('Environment it serves.')
  environment: string
}

@export()
@description('How Azure Functions runs the app: as a custom handler, or in the isolated .NET worker.')
type RuntimeName = 'custom' | 'dotnet-isolated'

@export()
@description('What the app reads at start; each property becomes app settings.')
@sealed()
type AppOptions = {
  @description('Name that keys all stored state; change it to start afresh beside the old state.')
  account: string

  @description('Base address of the Hopsworks API.')
  hopsworksBaseUrl: string

  @description('Name of the secret that holds the Hopsworks API key.')
  apiKeySecretName: string

  @description('Path of the policy file in the package.')
  policiesSource: string

  @description('NCRONTAB schedule, six fields in UTC, of the Reconcile timer.')
  reconcileSchedule: string
}
