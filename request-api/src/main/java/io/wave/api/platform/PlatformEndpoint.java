package io.wave.api.platform;

import io.wave.image.Digest;
import io.wave.network.Port;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.util.StringUtils;

/**
 * The API of a Seqera Platform, in one spelling: without a slash at the end, without the port that its scheme has anyway, and with
 * the current one of old host names.
 *
 * @param base scheme, host, port and path
 */
public record PlatformEndpoint(String base) {

    private static final String DEFAULT = "https://api.cloud.seqera.io";
    private static final Map<String, String> RENAMED =
            Map.of("api.tower.nf", "api.cloud.seqera.io", "api.stage-tower.net", "api.cloud.stage-seqera.io");
    private static final int MAX_LENGTH = 2000;
    private static final int SHORT_ID = 12;

    /** The text of an endpoint in a request, as it is shown: the default one if it is missing, with the current host name. */
    public static String named(@Nullable String sent) {
        if (sent == null || sent.isEmpty()) {
            return DEFAULT;
        }
        return sent.replace("://api.tower.nf", "://api.cloud.seqera.io")
                .replace("://api.stage-tower.net", "://api.cloud.stage-seqera.io");
    }

    /**
     * Parses an endpoint; the default one if the text is missing.
     *
     * @throws IllegalArgumentException if it is not an {@code http} or {@code https} URL with nothing but a host, port and path
     */
    public static PlatformEndpoint parse(@Nullable String sent) {
        String text = sent == null || sent.isBlank() ? DEFAULT : sent.strip();
        if (text.length() > MAX_LENGTH) {
            throw new IllegalArgumentException(
                    "is no URL of a Platform API: it has more than %d characters".formatted(MAX_LENGTH));
        }
        try {
            return of(new URI(text));
        } catch (URISyntaxException malformed) {
            throw invalid(text);
        }
    }

    private static PlatformEndpoint of(URI uri) {
        String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
        boolean isUrl = scheme.matches("https?") && uri.getHost() != null && uri.getRawAuthority() != null;
        if (!isUrl
                || uri.getRawUserInfo() != null
                || uri.getRawQuery() != null
                || uri.getRawFragment() != null
                || (uri.getPort() >= 0 && !Port.isValid(uri.getPort()))) {
            throw invalid(uri.toString());
        }
        String path = StringUtils.trimTrailingCharacter(uri.getRawPath(), '/');
        return new PlatformEndpoint(scheme + "://" + host(uri) + port(scheme, uri.getPort()) + path);
    }

    private static String host(URI uri) {
        String host = uri.getHost().toLowerCase(Locale.ROOT);
        return RENAMED.getOrDefault(host, host);
    }

    private static String port(String scheme, int port) {
        int ofScheme = scheme.equals("http") ? 80 : 443;
        return port < 0 || port == ofScheme ? "" : ":" + port;
    }

    private static IllegalArgumentException invalid(String text) {
        return new IllegalArgumentException(
                "'%s' is not the URL of a Platform API: expected http(s)://host[:port][/path], such as %s"
                        .formatted(text, DEFAULT));
    }

    /** What identifies the Platform: host, port and path. The scheme is how it is reached. */
    public String location() {
        return base.substring(base.indexOf("://") + 3);
    }

    /** The host, without a port. */
    public String host() {
        return URI.create(base).getHost();
    }

    /** Twelve hexadecimal digits that stand for the Platform. */
    public String shortId() {
        return Digest.of(location().getBytes(StandardCharsets.UTF_8)).hex().substring(0, SHORT_ID);
    }

    @Override
    public String toString() {
        return base;
    }
}
