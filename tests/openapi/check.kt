import java.net.HttpURLConnection
import java.net.URI
import org.openapitools.client.infrastructure.Serializer
import org.openapitools.client.models.CheckIn
import org.openapitools.client.models.CheckOut
import org.openapitools.client.models.ForwardingChangeIn

/** Asks about the article's case with the generated models; address and key are the arguments. */
fun main(arguments: Array<String>) {
    val (address, key) = arguments
    val seen = CheckIn(
        callerNumber = "0095118",
        screenShareActive = true,
        callForwardingChanges = listOf(ForwardingChangeIn(code = "**21*13800138000#")),
    )
    val connection = URI("$address/v1/checks").toURL().openConnection() as HttpURLConnection
    connection.requestMethod = "POST"
    connection.doOutput = true
    connection.setRequestProperty("Authorization", "Bearer $key")
    connection.setRequestProperty("Content-Type", "application/json")
    connection.outputStream.use { it.write(Serializer.gson.toJson(seen).toByteArray()) }
    val answer = Serializer.gson.fromJson(connection.inputStream.reader(), CheckOut::class.java)
    println(answer.level)
    answer.warnings.forEach { println(it.pattern) }
    answer.actions.forEach { println(listOfNotNull(it.label, it.code).joinToString(": ")) }
}
