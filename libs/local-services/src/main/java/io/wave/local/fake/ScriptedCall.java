package io.wave.local.fake;

import com.sun.net.httpserver.HttpExchange;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A call that a {@link ScriptedRegistry} got.
 *
 * @param method in capitals
 * @param path without the query
 * @param query what followed the question mark
 * @param headers by name in any case
 */
public record ScriptedCall(
        String method, String path, @Nullable String query, Map<String, List<String>> headers) {

    static ScriptedCall of(HttpExchange exchange) {
        Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        headers.putAll(exchange.getRequestHeaders());
        return new ScriptedCall(
                exchange.getRequestMethod(),
                exchange.getRequestURI().getPath(),
                exchange.getRequestURI().getQuery(),
                headers);
    }

    /** The first value of a header. */
    public Optional<String> header(String name) {
        return headers.getOrDefault(name, List.of()).stream().findFirst();
    }
}
