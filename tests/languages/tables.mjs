// Tables of a component of Application Insights, as its queries name them; by Microsoft's reference of Azure Monitor's tables.
const common =
  'timestamp: datetime, itemType: string, customDimensions: dynamic, customMeasurements: dynamic, operation_Name: string, ' +
  'operation_Id: string, operation_ParentId: string, operation_SyntheticSource: string, session_Id: string, user_Id: string, ' +
  'user_AuthenticatedId: string, user_AccountId: string, application_Version: string, client_Type: string, client_Model: string, ' +
  'client_OS: string, client_IP: string, client_City: string, client_StateOrProvince: string, client_CountryOrRegion: string, ' +
  'client_Browser: string, cloud_RoleName: string, cloud_RoleInstance: string, appId: string, appName: string, iKey: string, ' +
  'sdkVersion: string, itemId: string, itemCount: int, _ResourceId: string';

export const tables = {
  traces: `message: string, severityLevel: int, ${common}`,
  requests:
    'id: string, source: string, name: string, url: string, success: string, resultCode: string, duration: real, ' +
    `performanceBucket: string, ${common}`,
  customMetrics: `name: string, value: real, valueCount: int, valueSum: real, valueMin: real, valueMax: real, valueStdDev: real, ${common}`,
  // Of the workspace, not of the component.
  Usage: 'TimeGenerated: datetime, DataType: string, Quantity: real, QuantityUnit: string, IsBillable: bool, Solution: string',
};
