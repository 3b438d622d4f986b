import { Webhook } from 'types.bicep'

@description('App settings by their names.')
type AppSettings = {
  @description('Its value.')
  *: string
}

@export()
@description('App settings such as Webhooks__NAME__Kind, one for each member that a webhook has.')
func webhookSettings(webhooks Webhook[]) AppSettings =>
  toObject(
    flatten(map(
      webhooks,
      hook =>
        map(
          filter(
            items({
              Kind: hook.kind
              SigningSecretName: hook.?signingSecretName ?? ''
              Rule: hook.?rule ?? ''
              On: hook.?on ?? ''
              Action: hook.?action ?? ''
              State: hook.?state ?? ''
              Until: hook.?until ?? ''
            }),
            member => !empty(member.value)
          ),
          member => {
            name: 'Webhooks__${hook.name}__${member.key}'
            value: member.value
          }
        )
    )),
    setting => setting.name,
    setting => setting.value
  )
