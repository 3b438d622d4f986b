using 'main.bicep'

param environmentName = 'dev'
param runtimeName = 'dotnet-isolated'
