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
@description('Kind of a principal that gets a role.')
type PrincipalType = 'User' | 'Group' | 'ServicePrincipal'

@export()
@description('Who deploys and looks after the app, besides the app itself.')
@sealed()
type Operator = {
  @description('Object id in Entra ID; empty for nobody.')
  principalId: string

  @description('What the object is.')
  principalType: PrincipalType
}

@export()
@description('Whether storage and vault may be reached from the internet.')
@sealed()
type Access = {
  @description('True: only through private endpoints, and from the addresses below.')
  private: bool

  @description('IPv4 addresses or CIDR ranges of operators that stay allowed when the access is private.')
  operatorAddresses: string[]
}

@export()
@description('A system that posts to the app.')
@sealed()
type Webhook = {
  @description('Last part of its address: 1 to 40 letters and digits. It becomes part of setting names, in which Linux takes no hyphen.')
  @minLength(1)
  @maxLength(40)
  name: string

  @description('What it sends: our own orders, or alerts of Azure Monitor.')
  kind: 'generic' | 'azureMonitor'

  @description('Name of the secret that it signs with; without one the function key alone is asked for.')
  signingSecretName: string?

  @description('Rule of the policies whose clusters an alert is for; azureMonitor only.')
  rule: string?

  @description('Which alerts of a budget count: of cost so far, of a forecast, or both; azureMonitor only, actual by default.')
  on: 'actual' | 'forecast' | 'any'?

  @description('What an alert does to them; azureMonitor only, stop by default.')
  action: 'hold' | 'release' | 'start' | 'stop'?

  @description('State of a hold; azureMonitor only.')
  state: string?

  @description('End of a hold; azureMonitor only.')
  until: string?
}

@export()
@description('One of several Hopsworks accounts. What it does not have is as the other parameters say.')
@sealed()
type Account = {
  @description('Name that keys its stored state: 1 to 40 lower-case letters and digits. It becomes part of setting names, in which Linux takes no hyphen.')
  @minLength(1)
  @maxLength(40)
  name: string

  @description('Name of the secret that holds its API key, which no other account has; put in the vault by hand.')
  @minLength(1)
  @maxLength(127)
  apiKeySecretName: string

  @description('Base address of its Hopsworks API.')
  baseUrl: string?

  @description('Name of its policy file in the container "policies"; without policiesInBlob its path in the package.')
  policiesSource: string?

  @description('Name of its price file in the container "policies".')
  pricesSource: string?
}

@export()
@description('What the app reads at start; each property becomes app settings.')
@sealed()
type AppOptions = {
  @description('Several accounts instead of the one that account and apiKeySecretName name; empty for that one.')
  accounts: Account[]

  @description('Most accounts that one run of the timer works by itself.')
  accountsInProcess: int

  @description('Name that keys all stored state; change it to start afresh beside the old state.')
  account: string

  @description('Base address of the Hopsworks API.')
  hopsworksBaseUrl: string

  @description('Name of the secret that holds the Hopsworks API key.')
  apiKeySecretName: string

  @description('Path of the policy file in the package, or its name in the policies container.')
  policiesSource: string

  @description('True: the policy file is a blob of the policies container.')
  policiesInBlob: bool

  @description('NCRONTAB schedule, six fields in UTC, of the Reconcile timer.')
  reconcileSchedule: string

  @description('Systems that may post to the app.')
  webhooks: Webhook[]

  @description('NCRONTAB schedule, six fields in UTC, of the Digest timer.')
  digestSchedule: string
}
