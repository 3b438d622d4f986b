import { Tags } from '../types.bicep'

@description('Azure region.')
param location string

@description('Tags for every resource.')
param tags Tags

@description('Name stem of the environment.')
param stem string

@description('Name of the Application Insights component that is asked.')
param insightsName string

@description('One question, with the query that answers it.')
@sealed()
type Question = {
  @description('Name of the part.')
  name: string

  @description('What people ask.')
  title: string

  @description('Kusto query over the component; may name the parameter Cluster.')
  query: string
}

var questions Question[] = [
  {
    name: 'why'
    title: 'What happened to a cluster, and why?'
    query: loadTextContent('../queries/why.kql')
  }
  {
    name: 'actions'
    title: 'What was stopped and started?'
    query: loadTextContent('../queries/actions.kql')
  }
  {
    name: 'failures'
    title: 'Which actions failed?'
    query: loadTextContent('../queries/failures.kql')
  }
  {
    name: 'incidents'
    title: 'What is wrong now?'
    query: loadTextContent('../queries/incidents.kql')
  }
  {
    name: 'probes'
    title: 'Whose activity cannot be measured?'
    query: loadTextContent('../queries/probes.kql')
  }
  {
    name: 'measurements'
    title: 'What do the measurements of activity find?'
    query: loadTextContent('../queries/measurements.kql')
  }
  {
    name: 'saved'
    title: 'How many node-hours were saved?'
    query: loadTextContent('../queries/saved.kql')
  }
  {
    name: 'runs'
    title: 'Do the runs succeed, and how long do they take?'
    query: loadTextContent('../queries/runs.kql')
  }
]

var componentType = 'microsoft.insights/components'

resource insights 'Microsoft.Insights/components@2020-02-02' existing = {
  name: insightsName
}

resource workbook 'Microsoft.Insights/workbooks@2023-06-01' = {
  name: guid(insights.id, 'hopsworks-functions')
  location: location
  tags: tags
  kind: 'shared'
  properties: {
    displayName: 'Hopsworks clusters (${stem})'
    category: 'workbook'
    sourceId: insights.id
    serializedData: string({
      version: 'Notebook/1.0'
      fallbackResourceIds: [insights.id]
      items: concat(
        [
          {
            type: 9
            name: 'parameters'
            content: {
              version: 'KqlParameterItem/1.0'
              style: 'pills'
              queryType: 0
              resourceType: componentType
              parameters: [
                {
                  id: guid(insights.id, 'Time')
                  version: 'KqlParameterItem/1.0'
                  name: 'Time'
                  type: 4
                  isRequired: true
                  value: {
                    durationMs: 604800000
                  }
                  typeSettings: {
                    selectableValues: [
                      {
                        durationMs: 86400000
                      }
                      {
                        durationMs: 604800000
                      }
                      {
                        durationMs: 2592000000
                      }
                    ]
                    allowCustom: true
                  }
                }
                {
                  id: guid(insights.id, 'Cluster')
                  version: 'KqlParameterItem/1.0'
                  name: 'Cluster'
                  type: 1
                  value: ''
                }
              ]
            }
          }
        ],
        map(questions, question => {
          type: 3
          name: question.name
          content: {
            version: 'KqlItem/1.0'
            title: question.title
            query: question.query
            size: 0
            queryType: 0
            resourceType: componentType
            timeContextFromParameter: 'Time'
          }
        })
      )
    })
  }
}
