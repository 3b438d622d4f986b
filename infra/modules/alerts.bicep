import { Tags } from '../types.bicep'

@description('Azure region.')
param location string

@description('Tags for every resource.')
param tags Tags

@description('Name stem of the environment.')
param stem string

@description('Name of the Application Insights component that is asked.')
param insightsName string

@description('E-mail address that hears of alerts; empty for none.')
param email string

@description('One question that is asked of the telemetry again and again.')
@sealed()
type Alert = {
  @description('Last part of the resource name.')
  name: string

  @description('What people read first.')
  title: string

  @description('What it means; docs/operations.md says what to do.')
  meaning: string

  @description('0 critical to 4 verbose.')
  @minValue(0)
  @maxValue(4)
  severity: int

  @description('How far back the query looks, ISO 8601.')
  window: string

  @description('How often it is asked, ISO 8601.')
  frequency: string

  @description('Kusto query over the component.')
  query: string

  @description('True: fires when there is no row, instead of when there is one.')
  firesOnNothing: bool

  @description('Column that splits the result, so that each of its values is an alert of its own and stands in the message; empty for none.')
  splitBy: string
}

var alerts Alert[] = [
  {
    name: 'silent'
    title: 'No successful run for 30 minutes'
    meaning: 'The timer function Reconcile has not succeeded for 30 minutes. No cluster is stopped or started.'
    severity: 1
    window: 'PT30M'
    frequency: 'PT5M'
    query: loadTextContent('../alerts/silent.kql')
    firesOnNothing: true
    splitBy: ''
  }
  {
    name: 'run-failed'
    title: 'A run failed'
    meaning: 'The timer function Reconcile failed, and not because of the API key. See dimension Reason.'
    severity: 2
    window: 'PT2H'
    frequency: 'PT5M'
    query: loadTextContent('../alerts/run-failed.kql')
    firesOnNothing: false
    splitBy: 'Reason'
  }
  {
    name: 'key'
    title: 'Hopsworks.ai API key rejected, missing or expiring'
    meaning: 'Hopsworks.ai rejects the API key, Key Vault does not return it, or it expires within 14 days.'
    severity: 1
    window: 'P1D'
    frequency: 'PT15M'
    query: loadTextContent('../alerts/key.kql')
    firesOnNothing: false
    splitBy: 'What'
  }
  {
    name: 'not-followed'
    title: 'A stop or start failed'
    meaning: 'A stop or start failed repeatedly, a cluster did not stop or start after Hopsworks.ai accepted the request, or it lacks worker nodes.'
    severity: 2
    window: 'P1D'
    frequency: 'PT15M'
    query: loadTextContent('../alerts/not-followed.kql')
    firesOnNothing: false
    splitBy: 'What'
  }
  {
    name: 'limit'
    title: 'Stop limit reached'
    meaning: 'The stop limit blocks stops. Allow them on the dashboard or with POST /api/reconcile?allowStops=N if they are intended, or fix the policies.'
    severity: 2
    window: 'P1D'
    frequency: 'PT15M'
    query: loadTextContent('../alerts/limit.kql')
    firesOnNothing: false
    splitBy: 'What'
  }
  {
    name: 'policies'
    title: 'Policies rejected'
    meaning: 'The new policies are invalid or cannot be read. Runs use the last valid version.'
    severity: 2
    window: 'P1D'
    frequency: 'PT15M'
    query: loadTextContent('../alerts/policies.kql')
    firesOnNothing: false
    splitBy: 'What'
  }
]

resource insights 'Microsoft.Insights/components@2020-02-02' existing = {
  name: insightsName
}

resource people 'Microsoft.Insights/actionGroups@2023-01-01' = if (!empty(email)) {
  name: 'ag-${stem}'
  location: 'global'
  tags: tags
  properties: {
    enabled: true
    groupShortName: take(replace(stem, '-', ''), 12)
    emailReceivers: [
      {
        name: 'operators'
        emailAddress: email
        useCommonAlertSchema: true
      }
    ]
  }
}

resource rules 'Microsoft.Insights/scheduledQueryRules@2026-03-01' = [
  for alert in alerts: {
    name: 'alert-${stem}-${alert.name}'
    location: location
    tags: tags
    kind: 'LogAlert'
    properties: {
      displayName: alert.title
      description: alert.meaning
      severity: alert.severity
      enabled: true
      autoMitigate: true
      // The component is seconds old at the first deployment, and has none of the tables that the queries read yet.
      skipQueryValidation: true
      evaluationFrequency: alert.frequency
      windowSize: alert.window
      scopes: [insights.id]
      criteria: {
        allOf: [
          {
            query: alert.query
            timeAggregation: 'Count'
            operator: alert.firesOnNothing ? 'LessThan' : 'GreaterThan'
            threshold: alert.firesOnNothing ? 1 : 0
            dimensions: empty(alert.splitBy)
              ? []
              : [
                  {
                    name: alert.splitBy
                    operator: 'Include'
                    values: ['*']
                  }
                ]
            failingPeriods: {
              numberOfEvaluationPeriods: 1
              minFailingPeriodsToAlert: 1
            }
          }
        ]
      }
      actions: {
        actionGroups: empty(email) ? [] : [people.id]
      }
    }
  }
]

module workbook 'workbook.bicep' = {
  params: {
    location: location
    tags: tags
    stem: stem
    insightsName: insightsName
  }
}
