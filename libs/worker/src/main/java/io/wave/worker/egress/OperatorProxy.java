package io.wave.worker.egress;

import io.netty.handler.proxy.HttpProxyHandler;
import io.wave.egress.Destination;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The proxy of the operator, if any: from the usual environment variables, or else from the system properties of the
 * JVM.
 *
 * @param environment environment variables
 * @param properties system properties
 */
record OperatorProxy(Map<String, String> environment, Properties properties) {

    private static final int STANDARD_PORT = 8080;

    static OperatorProxy ofThisProcess() {
        return new OperatorProxy(System.getenv(), System.getProperties());
    }

    /** The handler that connects to a destination through the proxy; empty if it is connected directly. */
    Optional<HttpProxyHandler> handler(ProxyTarget target) {
        String scheme = target.tunnel() || target.secure() ? "https" : "http";
        if (isExempt(target.destination())) {
            return Optional.empty();
        }
        return variable(scheme + "_proxy")
                .map(OperatorProxy::ofUrl)
                .or(() -> Optional.ofNullable(properties.getProperty(scheme + ".proxyHost"))
                        .filter(host -> !host.isBlank())
                        .map(host -> new HttpProxyHandler(new InetSocketAddress(host, port(scheme)))));
    }

    private int port(String scheme) {
        String port = properties.getProperty(scheme + ".proxyPort");
        return port == null ? (scheme.equals("https") ? 443 : 80) : Integer.parseInt(port.strip());
    }

    private static HttpProxyHandler ofUrl(String text) {
        URI url = URI.create(text.contains("://") ? text : "http://" + text);
        InetSocketAddress address =
                new InetSocketAddress(url.getHost(), url.getPort() < 0 ? STANDARD_PORT : url.getPort());
        String user = url.getUserInfo();
        if (user == null) {
            return new HttpProxyHandler(address);
        }
        int colon = user.indexOf(':');
        return colon < 0
                ? new HttpProxyHandler(address, user, "")
                : new HttpProxyHandler(address, user.substring(0, colon), user.substring(colon + 1));
    }

    private boolean isExempt(Destination destination) {
        Stream<String> byVariable = variable("no_proxy").stream().flatMap(list -> Arrays.stream(list.split(",")));
        @Nullable String hosts = properties.getProperty("http.nonProxyHosts");
        Stream<String> byProperty = hosts == null ? Stream.empty() : Arrays.stream(hosts.split("\\|"));
        return Stream.concat(byVariable, byProperty)
                .map(entry -> entry.strip().toLowerCase(Locale.ROOT))
                .anyMatch(entry -> covers(entry, destination));
    }

    private static boolean covers(String entry, Destination destination) {
        String host = destination.host();
        String suffix = entry.startsWith("*.") ? entry.substring(1) : entry;
        if (entry.equals("*") || suffix.isEmpty()) {
            return !suffix.isEmpty();
        }
        return host.equals(suffix)
                || (host + ":" + destination.port()).equals(suffix)
                || host.endsWith(suffix.startsWith(".") ? suffix : "." + suffix);
    }

    private Optional<String> variable(String name) {
        return Stream.of(name, name.toUpperCase(Locale.ROOT))
                .map(environment::get)
                .filter(value -> value != null && !value.isBlank())
                .findFirst();
    }
}
