package specloom.runtime;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * A call of the API, as data for whoever writes a client. Types are named as the spec names them.
 *
 * @param name what the spec calls it
 * @param title a title for people
 * @param description what it does
 * @param method the HTTP method
 * @param path the path, parameters in braces
 * @param params the names of the parameters in the path
 * @param query the type of the query, or null
 * @param body the type of the body, or null
 * @param isBodyRequired whether there must be a body
 * @param response the type of the response
 * @param events the type of the events that may come instead, or null
 * @param trigger the member of the body that asks for events, or null
 * @param errors the types of errors by status
 * @param isPaginated whether the response is one page of many
 * @param headers what each request carries
 * @param isDeprecated whether the API asks not to use it any more
 */
public record Operation(
    String name,
    String title,
    String description,
    String method,
    String path,
    List<String> params,
    String query,
    String body,
    boolean isBodyRequired,
    String response,
    String events,
    String trigger,
    Map<Integer, String> errors,
    boolean isPaginated,
    Map<String, String> headers,
    boolean isDeprecated) {
  /** The path with the values of its parameters, escaped. */
  public String pathWith(Map<String, String> values) {
    StringBuilder written = new StringBuilder(path);
    for (String param : params) {
      String value = values.get(param);
      if (value == null) {
        throw new IllegalArgumentException(name + " needs a value for " + param);
      }
      String place = "{" + param + "}";
      int at = written.indexOf(place);
      if (at >= 0) {
        written.replace(at, at + place.length(), escape(value));
      }
    }
    return written.toString();
  }

  private static String escape(String value) {
    String escaped = URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
    return escaped.equals(".") || escaped.equals("..") ? escaped.replace(".", "%2E") : escaped;
  }
}
