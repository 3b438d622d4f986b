import { AppSettings, settingPart } from 'settings.bicep'
import { Webhook } from 'types.bicep'

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
            name: 'Webhooks__${settingPart('webhook', hook.name)}__${member.key}'
            value: member.value
          }
        )
    )),
    setting => setting.name,
    setting => setting.value
  )
