package io.wave.proxy.token;

import io.wave.container.ContainerConfig;
import io.wave.container.Layer;
import io.wave.token.RequestRecord;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A container request in memory, with a flag that tells whether it was used since the last refresh. */
final class CachedRequest {

    private static final int BASE_WEIGHT = 1_024;

    private final RequestRecord request;
    private final long expiresAtMillis;
    private boolean used = true;

    CachedRequest(RequestRecord request) {
        this.request = request;
        this.expiresAtMillis = request.expiresAt().toEpochMilli();
    }

    RequestRecord request() {
        return request;
    }

    long expiresAtMillis() {
        return expiresAtMillis;
    }

    /**
     * Not synchronized: at worst a use is noted for the next refresh only. Writes only on change, to keep the cache
     * line clean.
     */
    RequestRecord use() {
        if (!used) {
            used = true;
        }
        return request;
    }

    boolean getAndClearUsed() {
        boolean was = used;
        used = false;
        return was;
    }

    /** Approximate size in bytes. */
    int weight() {
        ContainerConfig config = request.config();
        return BASE_WEIGHT + length(request.logins()) + (config == null ? 0 : weight(config));
    }

    private static int weight(ContainerConfig config) {
        int weight = length(config.workingDir());
        for (List<String> list : listOfLists(config)) {
            for (String text : list) {
                weight += length(text);
            }
        }
        for (Layer layer : config.layerList()) {
            weight += BASE_WEIGHT + length(layer.location());
        }
        return weight;
    }

    private static List<List<String>> listOfLists(ContainerConfig config) {
        return List.of(orNone(config.entrypoint()), orNone(config.cmd()), orNone(config.env()));
    }

    private static List<String> orNone(@Nullable List<String> list) {
        return Objects.requireNonNullElse(list, List.of());
    }

    private static int length(@Nullable String text) {
        return text == null ? 0 : text.length();
    }
}
