using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace HelloApp;

public static class HelloFunctions
{
    [Function("Tick")]
    public static void Tick([TimerTrigger("0 */5 * * * *")] TimerInfo timer)
    {
    }

    [Function("Hello")]
    public static IResult Hello([HttpTrigger(AuthorizationLevel.Function, "get", Route = "hello")] HttpRequest request) =>
        Results.Text("hello");
}
