package io.wave.api.submission.request;

import org.jspecify.annotations.Nullable;

/** The base URL of a Seqera Platform API; old host names are replaced by their current ones. */
final class PlatformEndpoint {

    private static final String DEFAULT = "https://api.cloud.seqera.io";

    private PlatformEndpoint() {}

    static String of(@Nullable String sent) {
        if (sent == null || sent.isEmpty()) {
            return DEFAULT;
        }
        return sent.replace("://api.tower.nf", "://api.cloud.seqera.io")
                .replace("://api.stage-tower.net", "://api.cloud.stage-seqera.io");
    }
}
