package io.wave.proxy.http;

import io.netty.handler.codec.http.HttpRequest;
import io.wave.image.Digest;
import io.wave.oci.OciErrorCode;
import io.wave.proxy.response.OciException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.springframework.web.util.UriUtils;

/**
 * The target of a request, parsed once; every later decision uses this.
 *
 * @param rawPath the path as sent
 * @param path the decoded path
 * @param route what the request is for
 */
public record RequestTarget(String rawPath, String path, Route route) {

    private static final String REGISTRY = "/v2";

    /** What a request is for. */
    public sealed interface Route {

        /** A request of the registry API. */
        record Registry(RegistryRequest request) implements Route {}

        /** A path under {@code /v2} that the registry API does not have. */
        record Invalid(OciException error) implements Route {}

        /** Any other request. */
        record Other() implements Route {}
    }

    private static final Route OTHER = new Route.Other();

    static RequestTarget parse(HttpRequest request) {
        String rawPath = rawPath(request.uri());
        try {
            String path = UriUtils.decode(rawPath, StandardCharsets.UTF_8);
            return new RequestTarget(rawPath, path, isRegistryPath(rawPath) ? registry(path) : OTHER);
        } catch (IllegalArgumentException malformed) {
            OciException error =
                    new OciException(OciErrorCode.NAME_INVALID, "invalid path: it is not percent-encoded correctly");
            return new RequestTarget(rawPath, rawPath, isRegistryPath(rawPath) ? new Route.Invalid(error) : OTHER);
        }
    }

    private static Route registry(String path) {
        try {
            return new Route.Registry(RegistryPathParser.parse(path));
        } catch (OciException error) {
            return new Route.Invalid(error);
        }
    }

    /**
     * The path of a request target in origin form, in absolute form, as clients of proxies send it, or in any other
     * form.
     */
    private static String rawPath(String uri) {
        String target = uri.startsWith("/") || !isUri(uri) ? uri : withoutAuthority(uri);
        int query = target.indexOf('?');
        String path = query < 0 ? target : target.substring(0, query);
        int fragment = path.indexOf('#');
        return fragment < 0 ? path : path.substring(0, fragment);
    }

    /** The web server rejects what is not a URI. */
    private static boolean isUri(String text) {
        try {
            var _ = URI.create(text);
            return true;
        } catch (IllegalArgumentException malformed) {
            return false;
        }
    }

    /** The path as the web server determines it: from the first slash after the authority. */
    private static String withoutAuthority(String uri) {
        int scheme = uri.indexOf("://");
        int from = scheme >= 0 && scheme < endOfAuthority(uri, 0) ? scheme + 3 : 0;
        String rest = uri.substring(endOfAuthority(uri, from));
        return rest.startsWith("/") ? rest : "/" + rest;
    }

    private static int endOfAuthority(String uri, int from) {
        int end = from;
        while (end < uri.length() && "/?#".indexOf(uri.charAt(end)) < 0) {
            end++;
        }
        return end;
    }

    private static boolean isRegistryPath(String rawPath) {
        return rawPath.startsWith(REGISTRY)
                && (rawPath.length() == REGISTRY.length() || rawPath.charAt(REGISTRY.length()) == '/');
    }

    /** Whether the path belongs to the registry API, even if that does not have it. */
    public boolean isRegistryPath() {
        return !(route instanceof Route.Other);
    }

    /** Whether the request counts as a pull: a manifest by digest. */
    boolean isPull() {
        return route instanceof Route.Registry(RegistryRequest.Manifest(var _, Digest _));
    }
}
