package io.wave.proxy.peer;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.context.event.EventListener;

/** Host and port at which other replicas reach this one. */
final class OwnAddress {

    private final PeerProperties properties;
    private volatile @Nullable String authority;

    OwnAddress(PeerProperties properties) {
        this.properties = properties;
    }

    @EventListener
    void started(WebServerInitializedEvent event) {
        authority = properties.authority(event.getWebServer().getPort());
    }

    /** @throws IllegalStateException before the web server has started */
    String authority() {
        String known = authority;
        if (known == null) {
            throw new IllegalStateException("the web server has not started");
        }
        return known;
    }
}
