package io.wave.proxy.http;

import io.netty.handler.codec.http.HttpRequest;
import io.wave.image.Digest;
import io.wave.oci.OciErrorCode;
import io.wave.proxy.response.OciException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.springframework.web.util.UriUtils;

/**
 * A call as the door reads it, once; all that decides about it later goes by this.
 *
 * @param rawPath the path as it was sent
 * @param path the decoded path
 * @param target what it is for
 */
public record Call(String rawPath, String path, Target target) {

    private static final String REGISTRY = "/v2";

    /** What a call is for. */
    public sealed interface Target {

        /** A call of the registry API. */
        record Registry(RegistryCall call) implements Target {}

        /** A path of the registry API outside its grammar. */
        record Malformed(OciException error) implements Target {}

        /** Anything else. */
        record Elsewhere() implements Target {}
    }

    private static final Target ELSEWHERE = new Target.Elsewhere();

    static Call read(HttpRequest request) {
        String rawPath = rawPath(request.uri());
        try {
            String path = UriUtils.decode(rawPath, StandardCharsets.UTF_8);
            return new Call(rawPath, path, isOfRegistry(rawPath) ? registry(path) : ELSEWHERE);
        } catch (IllegalArgumentException malformed) {
            OciException error = new OciException(OciErrorCode.NAME_INVALID, "the path is not encoded as URLs are");
            return new Call(rawPath, rawPath, isOfRegistry(rawPath) ? new Target.Malformed(error) : ELSEWHERE);
        }
    }

    private static Target registry(String path) {
        try {
            return new Target.Registry(RegistryCall.parse(path));
        } catch (OciException error) {
            return new Target.Malformed(error);
        }
    }

    /** Of a target in origin form, in the absolute form that clients of proxies send, or in neither. */
    private static String rawPath(String uri) {
        String target = uri.startsWith("/") || !isUri(uri) ? uri : withoutAuthority(uri);
        int query = target.indexOf('?');
        String path = query < 0 ? target : target.substring(0, query);
        int fragment = path.indexOf('#');
        return fragment < 0 ? path : path.substring(0, fragment);
    }

    /** What is none is refused by the server. */
    private static boolean isUri(String text) {
        try {
            var _ = URI.create(text);
            return true;
        } catch (IllegalArgumentException malformed) {
            return false;
        }
    }

    /** As the server has it: what stands ahead of the first slash, behind a scheme if there is one, is no path. */
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

    private static boolean isOfRegistry(String rawPath) {
        return rawPath.startsWith(REGISTRY)
                && (rawPath.length() == REGISTRY.length() || rawPath.charAt(REGISTRY.length()) == '/');
    }

    /** Whether it counts as a pull: a manifest by digest. */
    boolean isPull() {
        return target instanceof Target.Registry(RegistryCall.Manifest(var _, Digest _));
    }
}
